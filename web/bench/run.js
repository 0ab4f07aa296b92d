// Measures and reports: ./build.sh bench [measurement...]. Without arguments it
// measures all, and writes the section of performance.md and the plot; with "report" it
// writes them from the figures of the last time, and with "profile" it shows
// where the time goes.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Lab } from "./lab.js";
import { describe } from "./machine.js";
import { measures } from "./measures/index.js";
import { writePlot } from "./plot.js";
import { profile } from "./profile.js";
import { measure } from "./rounds.js";
import { writeSection } from "./section.js";
import { print } from "./table.js";

const last = ".cache/bench/results.json";
const names = Object.keys(measures);

async function main([first, ...rest]) {
  if (first === "profile") return inLab(profile);
  if (first === "report") return report(JSON.parse(await readFile(last)));
  const chosen = first ? [first, ...rest] : names;
  const unknown = chosen.find((name) => !measures[name]);
  if (unknown) throw new Error(`there is no measurement '${unknown}': there are ${names.join(", ")}; and profile and report`);
  const results = await inLab((lab) => run(lab, chosen));
  print(results);
  if (first) return;
  await writeFile(last, JSON.stringify(results));
  await report(results);
}

async function inLab(work) {
  await mkdir(".cache/bench", { recursive: true });
  const lab = await Lab.open();
  try {
    return await work(lab);
  } finally {
    await lab.close();
  }
}

/** {machine, measured: {id: {contender: [{figure: value} of each round]}}} */
async function run(lab, chosen) {
  const measured = {};
  for (const measurement of chosen.flatMap((name) => measures[name])) measured[measurement.id] = await measure(lab, measurement);
  return { machine: describe(await lab.browserVersion()), measured };
}

async function report(results) {
  await writePlot("web/bench/plot.svg", results);
  await writeSection("web/docs/performance.md", results);
}

await main(process.argv.slice(2));
