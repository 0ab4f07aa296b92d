// A tab that comes late to a session hears what the first one heard, in its order.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { begin, canSend, hears, inEach, inModes, newWorkspace, openTab, say, script, socketsOf } from "./tabs.js";

/** All that a client tells while it comes up, in its order, with what start() resolved with. */
const comeUp = async () => {
  const told = record(rtm, "connecting", "authenticating", "authenticated", "ws_opening", "ws_opened", "handshaking", "connected", "ready", "open", "state");
  const answer = once(rtm, "authenticated");
  const started = rtm.start().then((value) => (told.push("start() has resolved"), value));
  await rtm.waitFor("ready");
  return { told, states, answer: (await answer)[0], started: await started, user: rtm.activeUserId, team: rtm.activeTeamId, connected: rtm.connected, state: rtm.state };
};

inModes("a tab that comes late hears state, authenticated and ready in the order of the first", async (t, mode) => {
  const workspace = newWorkspace();
  const tabs = [await openTab(t, mode, workspace), await openTab(t, mode, workspace), await openTab(t, mode, workspace)];
  const [first, ...others] = [await tabs[0].evaluate(comeUp), ...(await inEach(tabs.slice(1), comeUp))];
  assert.ok(first.told.includes("ready"));
  for (const other of others) {
    assert.deepEqual(other.told, first.told);
    assert.deepEqual(other.states, first.states);
    assert.deepEqual([other.user, other.team, other.connected, other.state], [first.user, first.team, true, "ready"]);
    assert.deepEqual(other.started, other.answer);
    assert.deepEqual(Object.keys(other.answer), Object.keys(first.answer));
  }
  assert.equal((await log(workspace)).opened, socketsOf(mode, 3));
});

inModes("in each tab, `await start()` and then `await waitFor(\"ready\")` come to an end", async (t, mode) => {
  const workspace = newWorkspace();
  for (let i = 0; i < 3; i++) {
    const tab = await openTab(t, mode, workspace);
    const { ok, ready } = await tab.evaluate(async () => {
      const { ok } = await rtm.start();
      return { ok, ready: await outcome(rtm.waitFor("ready", { timeout: 10_000 })) };
    });
    assert.deepEqual([ok, ready.message], [true, undefined]);
    await canSend([tab]);
  }
});

inModes("so they do in a tab whose last session has ended", async (t, mode) => {
  const workspace = newWorkspace();
  const tabs = [await openTab(t, mode, workspace), await openTab(t, mode, workspace)];
  for (const tab of tabs) await begin(tab);
  const seen = await tabs[1].evaluate(async () => {
    await rtm.disconnect();
    states.length = 0;
    await rtm.start();
    return { ready: await outcome(rtm.waitFor("ready", { timeout: 10_000 })), states };
  });
  assert.equal(seen.ready.message, undefined);
  assert.deepEqual(seen.states, ["authenticating", "authenticated", "handshaking", "connected", "ready"]);
});

inModes("a tab that comes while Slack is asked hears the answer, and one that comes before hello hears ready", async (t, mode) => {
  const workspace = newWorkspace();
  const tabs = [];
  const come = async () => {
    const tab = await openTab(t, mode, workspace);
    await tab.evaluate(() => {
      window.ready = outcome(rtm.waitFor("ready"));
      window.started = outcome(rtm.start());
    });
    tabs.push(tab);
    return tab;
  };
  await script(workspace, "stall-calls");
  await script(workspace, "stall-hello");
  for (let i = 0; i < 2; i++) await (await come()).waitForFunction("rtm.state === 'authenticating'", { polling: 20 });
  await script(workspace, "stall-calls", { on: false });
  for (const tab of tabs) await tab.waitForFunction("rtm.state === 'handshaking'", { polling: 20 });
  await (await come()).waitForFunction("rtm.state === 'handshaking'", { polling: 20 });
  await script(workspace, "stall-hello", { on: false });
  for (const tab of tabs) {
    assert.deepEqual(await tab.evaluate(async () => [(await started).value?.ok, (await ready).message ?? "ready", states]), [true, "ready", ["authenticating", "authenticated", "handshaking", "connected", "ready"]]);
  }
  await say(workspace, "after");
  for (const tab of tabs) await hears(tab, "after");
  assert.equal((await log(workspace)).opened, socketsOf(mode, 3));
});
