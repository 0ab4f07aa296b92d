// A tab that did not hear while the session went on has a gap of its own: it begins with
// the last event that this tab heard, and nothing lies outside both.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { ask, freeze, keepBusy, killWorkers, putAway, restore } from "./deeds.js";
import { accountFor, becomes, beginWhereTheyHeard, canSend, chromium, haveSockets, hears, inMode, inModes, readyTabs, say, script } from "./tabs.js";

const soon = { clientPingTimeout: 500, serverPongTimeout: 400, retryConfig: { forever: true, minTimeout: 1, maxTimeout: 50 } };

/** What keeps a tab from hearing. Each gives what ends it. */
const absences = {
  "was busy": async (tab) => {
    await keepBusy(tab, 3_000);
    return () => {};
  },
  "asked its user something": ask,
  "was frozen": freeze,
  "was put away": async (tab) => {
    await putAway(tab);
    return () => restore(tab);
  },
};

for (const [what, begin] of Object.entries(absences)) {
  inModes(`a tab that ${what} while the session went on has heard each event once, or has a gap from the last that it heard`, what === "was frozen" ? chromium : {}, async (t, mode) => {
    const { workspace, tabs: [tab, other], sockets } = await readyTabs(t, mode, 2, soon);
    const said = [await say(workspace, "the last that both hear")];
    for (const each of [tab, other]) await hears(each, "the last that both hear");
    await other.bringToFront();
    const end = await begin(tab);
    said.push(await say(workspace, "meanwhile"));
    await hears(other, "meanwhile");
    await script(workspace, "drop");
    said.push(await say(workspace, "while there was no socket"));
    await other.waitForFunction("rtm.state === 'ready' && gaps.length > 0", { polling: 20 });
    said.push(await say(workspace, "while there was another"));
    await hears(other, "while there was another");
    await end();
    await accountFor(workspace, [tab, other], said);
    for (const each of [tab, other]) await becomes(each, "ready");
    await beginWhereTheyHeard([tab, other]);
    await canSend([tab, other]);
    await haveSockets(workspace, sockets);
  });
}

inMode("shared", "a tab that comes back to a session that was never cut has a gap up to where it is", async (t, mode) => {
  const { workspace, tabs: [tab, other] } = await readyTabs(t, mode, 2);
  const said = [await say(workspace, "before")];
  for (const each of [tab, other]) await hears(each, "before");
  await putAway(tab);
  said.push(await say(workspace, "missed"));
  await hears(other, "missed");
  await restore(tab);
  await becomes(tab, "ready");
  said.push(await say(workspace, "after"));
  await accountFor(workspace, [tab, other], said);
  const [gaps, ofOther] = [await tab.evaluate("gaps"), await other.evaluate("gaps")];
  assert.deepEqual([gaps.length, gaps[0].from, ofOther], [1, said[0], []]);
  assert.ok(gaps[0].to >= said[1] && gaps[0].to < said[2], `${gaps[0].to} is not from ${said[1]} on`);
  assert.equal((await log(workspace)).opened, 1);
});

inModes("each tab's gap begins with what it heard itself, when all pass from one worker to another", chromium, async (t, mode) => {
  const { workspace, tabs: [early, late], sockets } = await readyTabs(t, mode, 2, soon);
  const said = [await say(workspace, "one")];
  for (const tab of [early, late]) await hears(tab, "one");
  await late.bringToFront();
  const thaw = await freeze(early);
  said.push(await say(workspace, "two"));
  await hears(late, "two");
  for (const tab of mode === "shared" ? [late] : [early, late]) await killWorkers(tab);
  said.push(await say(workspace, "three"));
  await late.waitForFunction("rtm.state === 'ready' && gaps.length === 1", { polling: 20 });
  await thaw();
  await accountFor(workspace, [early, late], said);
  await beginWhereTheyHeard([early, late]);
  await haveSockets(workspace, sockets);
});

inMode("shared", "a tab that was late has no gap for what was before it", async (t, mode) => {
  const { workspace, tabs: [first] } = await readyTabs(t, mode, 1, soon);
  await say(workspace, "before it came");
  await hears(first, "before it came");
  const { tabs: [other] } = await readyTabs(t, mode, 1, soon);
  assert.deepEqual(await other.evaluate("gaps"), []);
});
