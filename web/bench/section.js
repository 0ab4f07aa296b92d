// Writes the section of performance.md that has the figures, between its two comments.

import { readFile, writeFile } from "node:fs/promises";
import { median } from "./figures.js";
import { lines, round, values } from "./table.js";

export async function writeSection(path, results) {
  const text = await readFile(path, "utf8");
  const written = text.replace(/(<!-- bench -->\n)[^]*(<!-- \/bench -->)/, (_, begin, end) => begin + section(results) + end);
  if (written === text && !text.includes("<!-- bench -->")) throw new Error(`${path} has no <!-- bench --> and <!-- /bench -->`);
  await writeFile(path, written);
}

function section(results) {
  const { date, cpu, cores, load, browser } = results.machine;
  const perSecond = (contender) => Math.round(1e6 / median(values(results, { measure: "flood", figure: "elapsed" }, contender)) / 100) * 100;
  const table = lines(results).map((line) => [...line.slice(0, -1), { true: "yes", false: "no" }[line.at(-1)] ?? ""]);
  const head = ["", "bare loop", "@slack/rtm-api 7.0.4", "this client", "ratio to the bare loop", "target, at most", "met"];
  return `
\`./build.sh bench\` measures this client, Slack's own client bundled for the page,
and a bare loop (\`new WebSocket\`, \`JSON.parse\`, one listener) in one Chromium, in
turn, and writes this section. Medians of several rounds, of floods many short ones;
of the ratios, which are taken within a round, with the quartiles. A message has 560
bytes, one in a frame; this client took ${perSecond("ours").toLocaleString("en")} of them a second,
the bare loop ${perSecond("bare").toLocaleString("en")}.

Over a network means Chromium's own throttling: it holds back each answer and each opening
of a socket by the time that is named, and all downloads of a page share the rate. (It lets
the frames of a socket pass.) Each page looks whether its network is so, or the measurement
fails. A second visit is that of a page which this browser has opened and closed before.

${[head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...table].map((line) => `| ${line.join(" | ")} |`).join("\n")}

![How the time per message grows](../bench/plot.svg)

${date}, ${cores} cores of ${cpu.replace(/\((R|TM)\)/g, "")}, ${browser}; the
machine's load was ${round(load)}.

`;
}
