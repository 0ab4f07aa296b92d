// A tab that does not get on: busy, asking its user, slowed down or frozen. It costs the
// others nothing, and what waits for it is bounded.

import assert from "node:assert/strict";
import { kind, log } from "../browser.js";
import { ask, freeze, keepBusy } from "./deeds.js";
import { accountFor, becomes, canSend, chromium, haveSockets, hears, inMode, inModes, readyTabs, say, script } from "./tabs.js";

/** A connection that is silent for longer than this is asked after. */
const soon = { clientPingTimeout: 600, serverPongTimeout: 500 };

/** What holds a tab up. Each gives what ends it. */
const plights = {
  "is busy for seconds": async (tab) => {
    await keepBusy(tab, 4_000);
    return () => {};
  },
  "asks its user something": ask,
  "is slowed down": async (tab) => {
    await tab.emulateCPUThrottling(20);
    return () => tab.emulateCPUThrottling(null);
  },
  "is frozen": freeze,
};
const limits = { "is slowed down": chromium, "is frozen": chromium };

for (const [what, begin] of Object.entries(plights)) {
  inModes(`a tab that ${what} holds nobody up, keeps its session, and has each event or a gap`, limits[what] ?? {}, async (t, mode) => {
    const { workspace, tabs, sockets } = await readyTabs(t, mode, 3, soon);
    const [held, ...others] = tabs;
    await others[0].bringToFront();
    const end = await begin(held);
    const said = [];
    for (let i = 1; i <= 20; i++) said.push(await say(workspace, `number ${i}`));
    for (const tab of others) await hears(tab, "number 20");
    await canSend(others);
    await end();
    await accountFor(workspace, tabs, said);
    for (const tab of tabs) await becomes(tab, "ready");
    await canSend(tabs);
    await haveSockets(workspace, sockets);
    if (kind === "firefox") return; // it serves the sockets of workers from the main thread, which the tabs may share
    for (const tab of others) assert.deepEqual(await tab.evaluate("gaps"), []);
    // A browser freezes a page's own worker with it.
    if (what !== "is frozen" || mode === "shared") assert.equal((await log(workspace)).opened, sockets);
  });
}

inModes("all tabs are held up at once, in different ways, and the network flaps and is cut meanwhile", chromium, async (t, mode) => {
  const { workspace, tabs, sockets } = await readyTabs(t, mode, 5, { ...soon, retryConfig: { forever: true, minTimeout: 1, maxTimeout: 50 } });
  const said = [await say(workspace, "before")];
  for (const tab of tabs) await hears(tab, "before");
  await tabs[4].bringToFront();
  const ends = [];
  for (const [i, begin] of Object.values(plights).entries()) ends.push(await begin(tabs[i]));
  said.push(await say(workspace, "meanwhile"));
  await tabs[4].evaluate(() => {
    for (let i = 0; i < 4; i++) for (const name of ["offline", "online"]) dispatchEvent(new Event(name));
  });
  await script(workspace, "drop");
  await tabs[4].waitForFunction("rtm.state === 'ready' && gaps.length > 0", { polling: 20 });
  said.push(await say(workspace, "on another socket"));
  await hears(tabs[4], "on another socket");
  for (const end of ends) await end();
  await accountFor(workspace, tabs, said);
  for (const tab of tabs) await becomes(tab, "ready");
  await canSend(tabs);
  await haveSockets(workspace, sockets);
});

inMode("shared", "what waits for a slow tab is bounded: it alone falls behind, and has a gap", { skip: kind === "firefox" && "a page of Firefox takes messages while it asks its user" }, async (t, mode) => {
  const { workspace, tabs: [slow, other] } = await readyTabs(t, mode, 2);
  const before = await say(workspace, "before");
  for (const tab of [slow, other]) await hears(tab, "before");
  await other.bringToFront();
  const end = await ask(slow);
  for (let i = 1; i <= 15; i++) { // no faster than the other takes them
    await script(workspace, "flood", { count: 4, size: 1 << 20 });
    await other.waitForFunction((count) => heard.length === count, { polling: 20 }, 1 + 4 * i);
  }
  await end();
  await slow.waitForFunction("rtm.state === 'ready' && gaps.length > 0", { polling: 20 });
  const said = await other.evaluate("stamps");
  await accountFor(workspace, [slow, other], [before, ...said]);
  const { heard, gaps } = await slow.evaluate("({ heard: stamps, gaps })");
  assert.ok(heard.length < 50, `${heard.length} of 61 messages were kept for it`);
  assert.equal(gaps[0].from, heard.findLast((ts) => ts <= gaps[0].from));
  assert.deepEqual(await other.evaluate("gaps"), []);
  assert.equal((await log(workspace)).opened, 1);
  await canSend([slow, other]);
});
