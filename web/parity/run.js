// Runs the scripts against the official clients and ours, on the same fake
// workspace, and holds the differences to those that are expected. Usage:
// ./build.sh parity [part of a script's name]. With all scripts it writes the
// table to README.md, and what was seen to .cache/parity.json.

import { fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, launchOptions, serve } from "../test/launch.js";
import { compare, translate } from "./compare.js";
import { everywhere } from "./everywhere.js";
import { reasons } from "./reasons.js";
import { scripts } from "./scripts/index.js";
import { tabulate } from "./tabulate.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv[2] ?? "";
const chosen = scripts.filter(({ name }) => name.includes(wanted));
if (chosen.length === 0) {
  console.error(`No script's name has "${wanted}" in it`);
  process.exit(1);
}

const differences = JSON.parse(readFileSync(`${here}differences.json`, "utf8"));
let workspaces = 0;
const newWorkspace = () => `parity${++workspaces}`;

const { origin, close } = await serve("web/parity");
process.on("exit", close);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
launchOptions.protocolTimeout = 60_000; // some scripts wait long for what does not come
const [v3, v4, asV3, asV4] = await Promise.all([
  runAll("v3", () => inProcess("v3"), 3),
  runAll("v4", () => inProcess("v4"), 3),
  runAll("v3", () => inPage("v3"), 1),
  runAll("v4", () => inPage("v4"), 1),
]);
const seen = { v3: [v3, asV3], v4: [v4, asV4] };
if (!wanted) writeFileSync(`${here}../../.cache/parity.json`, JSON.stringify(seen, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value), 2));
report(seen);
process.exit();

/** @param {Record<string, [official: Map<string, string[]>, ours: Map<string, string[]>]>} seen by client, and there by script */
function report(seen) {
  const applied = new Set();
  const found = chosen.flatMap(({ name, clients }) => clients.flatMap((client) => {
    const [theirs, ours] = ["theirs", "ours"].map((side, i) => translate(seen[client][i].get(name), client, side, applied));
    return compare(theirs, ours).map((difference) => ({ script: name, client, ...difference }));
  }));
  const complaints = [];
  const complain = (what, entry) => complaints.push(`${what}:\n${typeof entry === "string" ? entry : JSON.stringify(entry, null, 2)}`);

  const key = ({ script, client, theirs, ours }) => JSON.stringify([script, client, theirs, ours]);
  const expected = differences.filter(({ script }) => !wanted || chosen.some(({ name }) => name === script));
  for (const difference of found) if (!expected.some((entry) => key(entry) === key(difference))) complain("A difference without an entry in differences.json", { ...difference, reason: "" });
  for (const entry of expected) {
    if (!found.some((difference) => key(entry) === key(difference))) complain("An entry in differences.json without a difference", entry);
    else if (!Object.hasOwn(reasons, entry.reason)) complain("An entry in differences.json whose reason is not in reasons.js", entry);
  }
  if (!wanted) {
    for (const rule of everywhere) if (!applied.has(rule)) complain("A rule in everywhere.js that nothing needs", rule.what);
    for (const reason of Object.keys(reasons)) if (![...everywhere, ...differences].some((entry) => entry.reason === reason)) complain("A reason in reasons.js that nothing has", reason);
  }

  const comparisons = chosen.reduce((sum, { clients }) => sum + clients.length, 0);
  const table = tabulate({ scripts: chosen, comparisons, everywhere, differences: expected, reasons });
  console.log(table);
  for (const complaint of complaints) console.log(`\n${complaint}`);
  console.log(`\n${chosen.length} scripts, ${comparisons} comparisons, ${found.length} differences beside ${everywhere.length} that go through all; ${complaints.length} complaints`);
  if (complaints.length > 0) process.exitCode = 1;
  else if (!wanted) writeFileSync(`${here}README.md`, table);
}

/**
 * Runs the scripts that concern a client, some at a time, since what an official
 * client does for ever has to be waited for.
 * @param {string} client
 * @param {() => (name?: string) => Promise<string[]>} open
 * @param {number} lanes
 */
async function runAll(client, open, lanes) {
  const seen = new Map();
  const left = chosen.filter(({ clients }) => clients.includes(client));
  await Promise.all(Array.from({ length: lanes }, async () => {
    const run = open();
    for (let script; (script = left.shift()); ) seen.set(script.name, await run(script.name));
    await run();
  }));
  return seen;
}

/** Runs scripts in a process, and in another once something went wrong in that. Without a name it ends. */
function inProcess(client) {
  let child;
  return async (name) => {
    if (!name) return child?.kill();
    if (!child) {
      child = fork(`${here}official.js`, [client, origin]);
      await answer(child);
    }
    child.send({ name, workspace: newWorkspace() });
    const { lines, isStuck } = await answer(child);
    if (isStuck) {
      child.kill();
      child = undefined;
    }
    return lines;
  };
}

function answer(child) {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => {
      child.off("exit", reject);
      resolve(message);
    });
    child.once("exit", reject);
  });
}

/** Runs scripts in a page, in a browser of its own: a page behind another is slowed down. */
function inPage(client) {
  let browser, page;
  return async (name) => {
    if (!name) return browser?.close();
    if (!browser) {
      browser = await launch();
      page = await browser.newPage();
      page.on("pageerror", (error) => console.error(error));
      await page.goto(`${origin}/test/page.html`);
      await page.waitForFunction("window.loaded");
    }
    const { lines } = await page.evaluate((...args) => runScript(...args), name, client, newWorkspace());
    return lines;
  };
}
