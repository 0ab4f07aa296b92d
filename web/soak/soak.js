// The soak: three tabs with mixed traffic and a fault every few seconds, for
// minutes or hours. `./build.sh soak` runs it. In the end the ledgers of both
// sides must agree, and what the tabs hold must not have grown. With --socket-mode
// it is one tab, of an app in Socket Mode, whose sockets Slack ends after some
// seconds each: at first nothing else happens, and then the faults begin.
//
//     node web/soak/soak.js [minutes] [--seed n] [--socket-mode]

import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { launch, serve } from "../test/launch.js";
import { faults, faultsOfApp, mend, strike } from "./faults.js";
import { Ledger } from "./ledger.js";
import { level } from "./level.js";
import { drawsFrom } from "./random.js";
import { workspaceAt } from "./slack.js";
import { print } from "./table.js";
import { kinds, kindsOfApp, openTab } from "./tab.js";
import { traffic } from "./traffic.js";

/** Time between samples, and how long a tab may be away from ready while faults go on, in ms. */
const SAMPLE = 5_000;
const BOUND = 60_000;

/** How long a socket of an app lives, in s: it is warned 10 s before. And how long Slack may send again what was not acknowledged, in ms. */
const CONNECTION = 13;
const LAST_RETRY = 330_000;

/** Minutes that a tab needs: in the first it warms up. */
const ENOUGH = 3;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: "string" }, "socket-mode": { type: "boolean", default: false } } });
const isApp = values["socket-mode"];
const minutes = Number(positionals[0] ?? 10);
const seed = Number(values.seed ?? Date.now() % 1e9);
if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error("usage: soak [minutes] [--seed number] [--socket-mode]");
console.log(`seed ${seed}, ${minutes} minutes`);

const server = await serve("web/test/pages");
const browser = await launch();
process.exitCode = 1; // until it has held
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await browser.close();
  server.close();
}

/** Whether it held. */
async function soak() {
  const slack = workspaceAt(server.origin, "soak");
  await slack.does("record-sent");
  await slack.does("connection-time", { time: CONNECTION });
  const names = Object.keys(isApp ? kindsOfApp : kinds);
  const ledger = new Ledger(names);
  const tabs = [];
  for (const name of names) tabs.push(await openTab(browser, server.origin, "soak", name));
  for (const tab of tabs) await tab.does("start");
  const wrong = ledger.wrong;
  await allReady(tabs, wrong);
  for (const tab of tabs) await tab.settle();
  // The store keeps so many messages of a channel, and grows until it has them.
  for (const channel of isApp ? [] : ["C0GENERAL", "C00RANDOM"]) {
    await slack.does("repeat", { count: 1_000, frame: JSON.stringify({ type: "message", channel, user: "U0000ANNA", text: "long ago".repeat(50), ts: "1700000000.{n}" }) });
  }

  const samples = Object.fromEntries(names.map((name) => [name, []]));
  const away = Object.fromEntries(names.map((name) => [name, 0]));
  const end = Date.now() + minutes * 60_000;
  const isOver = () => Date.now() >= end;
  const [people, fate] = [drawsFrom(seed), drawsFrom(seed + 1)];

  const sampling = (async () => {
    while (!isOver()) {
      await pause(SAMPLE);
      for (const tab of tabs) {
        const figures = await tab.kept();
        samples[tab.name].push(figures);
        away[tab.name] = figures.state === "ready" ? 0 : away[tab.name] + SAMPLE;
        if (away[tab.name] === BOUND) wrong.push(`${tab.name} is ${figures.state}, and was not seen ready for ${BOUND / 1000} s`);
      }
      await enter(ledger, slack, tabs);
    }
  })();
  const striking = (async () => {
    if (isApp) await rotate(slack, wrong);
    return strike(isApp ? faultsOfApp : faults, slack, tabs, fate, pause, isOver);
  })();
  const [struck] = await Promise.all([striking, traffic(isApp, slack, tabs, people, pause, isOver), sampling]);

  await mend(slack);
  await allReady(tabs, wrong);
  await atRest(tabs, wrong);
  await allDelivered(slack, wrong);
  await haveSockets(slack, tabs.length, wrong);
  for (const tab of tabs) await tab.leave();
  await enter(ledger, slack, tabs);
  await haveSockets(slack, 0, wrong);
  for (const tab of tabs) wrong.push(...tab.complaints.map((text) => `${tab.name}: ${text}`));

  ledger.balance();
  const cycles = Object.values(struck).reduce((sum, times) => sum + times, 0);
  const rows = Object.fromEntries(names.map((name) => [name, level(name, samples[name], cycles)]));
  if (minutes < ENOUGH) console.log(`\nNOT JUDGED: whether the tabs grow, which takes ${ENOUGH} minutes to see`);
  else for (const row of Object.values(rows).flat()) if (row.wrong) wrong.push(row.wrong);
  print({ seed, minutes, struck, rows, sums: ledger.sums, wrong });
  return wrong.length === 0;
}

/** Takes down what happened since the last time. */
async function enter(ledger, slack, tabs) {
  // The tabs first: what they heard the workspace has sent by then.
  const taken = [];
  for (const tab of tabs) taken.push([tab.name, await tab.take()]);
  ledger.enterSlack(await slack.takeLog());
  for (const [name, what] of taken) ledger.enterTab(name, what);
}

/** Waits until every tab has a session. */
function allReady(tabs, wrong) {
  return becomes(tabs, ({ state }) => state === "ready", "a session", wrong);
}

/** Waits until no tab has anything under way. */
function atRest(tabs, wrong) {
  return becomes(tabs, ({ calls, queued, pending, undelivered, sockets }) => calls + queued + pending + undelivered === 0 && sockets === 1, "rest", wrong);
}

/** While sockets end as Slack has announced, the app is never without one. */
async function rotate(slack, wrong) {
  await pause(minutes * 15_000);
  const { deafest } = await slack.does("acks");
  console.log(`${(await slack.opened()) - 1} sockets were replaced, and the app was without one for ${deafest} ms`);
  if (deafest > 0) wrong.push(`the app was without a socket for ${deafest} ms, though nothing had gone wrong`);
}

/** Waits until Slack has no event left that it would send again to an app. */
async function allDelivered(slack, wrong) {
  for (const until = Date.now() + LAST_RETRY; ; await pause(SAMPLE)) {
    const { undelivered } = await slack.does("acks");
    if (undelivered === 0) return;
    if (Date.now() > until) return void wrong.push(`${undelivered} events are not acknowledged`);
  }
}

/** Waits until the workspace has so many sockets. A browser closes one that is dead after a minute. */
async function haveSockets(slack, wanted, wrong) {
  for (const until = Date.now() + 75_000; (await slack.sockets()) !== wanted; await pause(200)) {
    if (Date.now() > until) return void wrong.push(`the workspace has ${await slack.sockets()} sockets, not ${wanted}`);
  }
}

async function becomes(tabs, holds, what, wrong) {
  const until = Date.now() + BOUND;
  for (const tab of tabs) {
    for (;;) {
      const figures = await tab.figures();
      if (holds(figures)) break;
      if (Date.now() > until) {
        wrong.push(`${tab.name} has not come to ${what} within ${BOUND / 1000} s: ${JSON.stringify(figures)}`);
        break;
      }
      await pause(100);
    }
  }
}
