// Where the main thread's time goes in a flood: a CPU profile of the bare loop and
// of ours, built with the names kept. Chromium's developer tools open the files.

import { writeFile } from "node:fs/promises";
import { folder, readable } from "./bundle.js";
import { pour } from "./measures/flood.js";

const count = 40_000;

export async function profile(lab) {
  for (const page of ["bare", readable]) {
    const taken = await lab.inPage(page, async (page) => {
      await pour(page, { bytes: 560, count: 8000 });
      await page.cdp.send("Profiler.enable");
      await page.cdp.send("Profiler.setSamplingInterval", { interval: 100 });
      await page.cdp.send("Profiler.start");
      await pour(page, { bytes: 560, count });
      return (await page.cdp.send("Profiler.stop")).profile;
    });
    const path = `${folder}/${page}.cpuprofile`;
    await writeFile(path, JSON.stringify(taken));
    console.log(`\n${page} (${path}): us per message, of the function itself`);
    show(taken);
  }
}

/** Prints the sum of each group, and the heaviest functions in it. */
function show({ nodes, samples, timeDeltas }) {
  const node = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const groups = new Map();
  samples.forEach((id, i) => {
    const frame = node.get(id);
    const functions = groups.get(groupOf(frame)) ?? new Map();
    groups.set(groupOf(frame), functions);
    const name = frame.functionName || `(line ${frame.lineNumber + 1})`;
    functions.set(name, (functions.get(name) ?? 0) + timeDeltas[i] / count);
  });
  for (const [group, functions] of groups) {
    const heaviest = [...functions].sort(([, a], [, b]) => b - a);
    console.log(`${group}  ${sum(functions).toFixed(2)}`);
    for (const [name, us] of heaviest.slice(0, 15).filter(([, us]) => us >= 0.05)) console.log(`    ${us.toFixed(2).padStart(6)}  ${name}`);
  }
}

const sum = (functions) => [...functions.values()].reduce((total, us) => total + us, 0);

/** Whose a function is. What has no file is the browser's: tasks, garbage collection, its own functions. */
function groupOf({ url, functionName }) {
  if (functionName === "(idle)") return "idle";
  return /^wasm:|\.wasm$/.test(url) ? "Go" : url ? "JavaScript" : "browser";
}
