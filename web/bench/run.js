// Measures and reports: ./build.sh bench [measurement...]. Without arguments it
// measures all, and writes the README's section and the plot.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Lab } from "./lab.js";
import { describe } from "./machine.js";
import { measures } from "./measures/index.js";
import { writePlot } from "./plot.js";
import { writeSection } from "./readme.js";
import { measure } from "./rounds.js";
import { print } from "./table.js";

const last = ".cache/bench/results.json";
const names = Object.keys(measures);

async function main(chosen) {
  const unknown = chosen.filter((name) => !measures[name] && name !== "report");
  if (unknown.length > 0) throw new Error(`there is no measurement '${unknown[0]}': there are ${names.join(", ")}, and report`);
  if (chosen.includes("report")) return report(JSON.parse(await readFile(last)));
  const results = await run(chosen.length > 0 ? chosen : names);
  print(results);
  if (chosen.length > 0) return;
  await writeFile(last, JSON.stringify(results));
  await report(results);
}

/** {machine, measured: {id: {contender: [{figure: value} of each round]}}} */
async function run(chosen) {
  await mkdir(".cache/bench", { recursive: true });
  const lab = await Lab.open();
  try {
    const measured = {};
    for (const measurement of chosen.flatMap((name) => measures[name])) measured[measurement.id] = await measure(lab, measurement);
    return { machine: describe(await lab.browserVersion()), measured };
  } finally {
    await lab.close();
  }
}

async function report(results) {
  await writePlot("web/bench/plot.svg", results);
  await writeSection("README.md", results);
}

await main(process.argv.slice(2));
