// Twenty tabs of one session, which come and go at random for minutes or hours, while
// their worker is ended now and then: see crowd.js. `./build.sh soak` runs it.
//
//     node web/soak/twenty.js [minutes] [--seed n]

import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { launch, serve } from "../test/launch.js";
import { Crowd } from "./crowd.js";
import { drawsFrom } from "./random.js";
import { workspaceAt } from "./slack.js";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: "string" } } });
const minutes = Number(positionals[0] ?? 10);
const seed = Number(values.seed ?? Date.now() % 1e9);
if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error("usage: twenty [minutes] [--seed number]");
console.log(`twenty tabs, seed ${seed}, ${minutes} minutes`);

const server = await serve("web/test/pages");
const browser = await launch();
process.exitCode = 1; // until it has held
try {
  const crowd = new Crowd({ openPage, slack: workspaceAt(server.origin, "twenty"), draws: drawsFrom(seed), pause, size: 20, isShared: true });
  await crowd.openAll();
  const end = Date.now() + minutes * 60_000;
  const isOver = () => Date.now() >= end;
  await Promise.all([crowd.strike(isOver), crowd.talk(isOver)]);
  const wrong = await crowd.account();

  const { opened, left, said } = crowd.sums;
  const faults = Object.values(crowd.struck).reduce((sum, times) => sum + times, 0);
  console.log(`\n${minutes} minutes with ${faults} faults, seed ${seed}: ${Object.entries(crowd.struck).map(([name, times]) => `${name} ${times}`).join(", ")}.`);
  console.log(`Of ${opened} tabs ${left} were there in the end. People said ${said} messages.`);
  console.log(wrong.length > 0 ? `\n${wrong.length} violations:\n${wrong.slice(0, 30).map((text) => `- ${text}`).join("\n")}` : "\nIt holds.");
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await browser.close();
  server.close();
}

/** A page on the workspace. */
async function openPage() {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/test/blank.html?workspace=twenty`);
  await page.waitForFunction("window.loaded");
  return page;
}
