// A tab that changes its mind: React's strict mode mounts a component twice, hot reload
// ends a client and makes another, and the browser puts a page away and brings it back
// before its worker has run.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { withHeaders } from "../headers.js";
import { workersOf } from "./deeds.js";
import { areTrue, becomes, begin, canSend, code, haveSockets, hears, inEach, inMode, inModes, newWorkspace, openTab, readyTabs, say, script, socketsOf } from "./tabs.js";

/** What a page may do in one turn. Each gives what became of its calls, the last of which is a start. */
const turns = {
  "a start right behind a disconnect": () => Promise.all([outcome(rtm.disconnect()), outcome(rtm.start())]),
  "start, disconnect and start at once": () => Promise.all([outcome(rtm.start()), outcome(rtm.disconnect()), outcome(rtm.start())]),
  "disconnect and start, five times": () => Promise.all(Array.from({ length: 5 }, () => [outcome(rtm.disconnect()), outcome(rtm.start())]).flat()),
  "a start in the turn in which disconnect() has settled": async () => [await outcome(rtm.disconnect()), await outcome(rtm.start())],
};

for (const [what, turn] of Object.entries(turns)) {
  for (const isReady of [true, false]) {
    inModes(`${what}, ${isReady ? "in a session" : "before there is one"}, comes up and leaves no socket behind`, async (t, mode) => {
      const workspace = newWorkspace();
      const tab = await openTab(t, mode, workspace);
      if (isReady) await begin(tab);
      const outcomes = await tab.evaluate(turn);
      assert.equal(outcomes.at(-1).value?.ok, true, outcomes.at(-1).message);
      await becomes(tab, "ready");
      await haveSockets(workspace, 1);
      await say(workspace, "after");
      await hears(tab, "after");
      await canSend([tab]);
      assert.deepEqual([await tab.evaluate("[rtm.state, heard]"), (await log(workspace)).sockets], [["ready", ["after"]], 1]);
    });
  }
}

inModes("two disconnects and a start in one turn: the tab hears the end of its session, and then the beginning", async (t, mode) => {
  const { tabs: [tab, other] } = await readyTabs(t, mode, 2);
  await tab.evaluate(async () => {
    states.length = 0;
    const ready = once(rtm, "ready");
    await Promise.all([rtm.disconnect(), rtm.disconnect(), rtm.start()]);
    await ready;
  });
  assert.deepEqual(await tab.evaluate("states"), ["disconnecting", "disconnected", "authenticating", "authenticated", "handshaking", "connected", "ready"]);
  await canSend([tab, other]);
});

inMode("shared", "a tab that changes its mind does not touch the session of the others", async (t, mode) => {
  const { workspace, tabs: [tab, other] } = await readyTabs(t, mode, 2);
  const before = await other.evaluate("states");
  for (const turn of Object.values(turns)) {
    const outcomes = await tab.evaluate(turn);
    assert.equal(outcomes.at(-1).value?.ok, true, outcomes.at(-1).message);
  }
  await becomes(tab, "ready");
  await say(workspace, "after");
  for (const each of [tab, other]) await hears(each, "after");
  await canSend([tab, other]);
  assert.deepEqual(await other.evaluate("states"), before);
  const { opened, sockets } = await log(workspace);
  assert.deepEqual([opened, sockets], [1, 1]);
});

inModes("a client that is ended and another that takes its place have one socket", async (t, mode) => {
  const { workspace, tabs: [tab] } = await readyTabs(t, mode, 1);
  const state = await tab.evaluate(async (shared) => {
    const old = rtm;
    old.disconnect();
    window.rtm = await readyClient({ shared });
    rtm.on("message", ({ text }) => heard.push(`the new one: ${text}`));
    return old.state;
  }, mode === "shared");
  assert.equal(state, "disconnected");
  await haveSockets(workspace, 1);
  await say(workspace, "after");
  await hears(tab, "the new one: after");
  assert.deepEqual(await tab.evaluate("heard"), ["the new one: after"]);
});

inModes("Slack's late answer to a start that was withdrawn changes nothing", async (t, mode) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, mode, workspace);
  await script(workspace, "stall-calls");
  const [first] = await tab.evaluate(async () => {
    const asked = inState(rtm, "authenticating");
    const first = outcome(rtm.start());
    await asked;
    return Promise.all([first, rtm.disconnect()]);
  });
  assert.equal(first.value, undefined);
  await script(workspace, "stall-calls", { on: false });
  await begin(tab);
  await tab.evaluate("rtm.disconnect()");
  await haveSockets(workspace, 0);
  assert.equal(await tab.evaluate("rtm.state"), "disconnected");
});

inModes("a start and sends made while the last session ends all settle", async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2, { rateLimit: false });
  const all = await inEach(tabs, async () => {
    const name = performance.timeOrigin;
    const outcomes = {};
    const send = (text) => outcome(rtm.sendMessage(`${text} of ${name}`, "C0GENERAL")).then((result) => (outcomes[`${text} of ${name}`] = result));
    const calls = [send("before"), rtm.disconnect(), send("meanwhile"), outcome(rtm.start()), send("behind the start")];
    const [, , , started] = await Promise.all(calls);
    return { outcomes, started };
  });
  for (const { outcomes, started } of all) {
    assert.equal(started.value?.ok, true, started.message);
    await areTrue(workspace, outcomes);
  }
  for (const tab of tabs) await becomes(tab, "ready");
  await canSend(tabs);
  await haveSockets(workspace, socketsOf(mode, 2));
});

inModes("so they do when the old socket does not answer its end", async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2, { rateLimit: false });
  await script(workspace, "half-open");
  const starts = await inEach(tabs, async () => {
    const stopped = rtm.disconnect();
    const sent = outcome(rtm.sendMessage("meanwhile", "C0GENERAL"));
    const started = outcome(rtm.start());
    await Promise.all([stopped, sent]);
    return started;
  });
  for (const started of starts) assert.equal(started.value?.ok, true, started.message);
  for (const tab of tabs) await becomes(tab, "ready");
  await say(workspace, "after");
  for (const tab of tabs) await hears(tab, "after");
});

for (const isReady of [true, false]) {
  inModes(`two pagehides before the worker runs, ${isReady ? "in a session" : "while one begins"}: each start settles, and the tab is there`, async (t, mode) => {
    const workspace = newWorkspace();
    const tab = await openTab(t, mode, workspace);
    if (isReady) await begin(tab);
    const outcomes = await tab.evaluate(async () => {
      const hide = () => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
      const show = () => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      const starts = [outcome(rtm.start())];
      hide();
      starts.push(outcome(rtm.start()));
      show();
      starts.push(outcome(rtm.start()));
      hide();
      show();
      starts.push(outcome(rtm.start()));
      // What is given twice Firefox's protocol brings once.
      return (await Promise.all(starts)).map(({ value, message }) => ({ ok: value?.ok, message }));
    });
    for (const { ok, message } of outcomes) assert.equal(ok, true, message);
    await becomes(tab, "ready");
    await say(workspace, "after");
    await hears(tab, "after");
    await canSend([tab]);
    await haveSockets(workspace, 1);
  });
}

inModes("a start that is given up right before the page is put away stays given up", async (t, mode) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, mode, workspace);
  await script(workspace, "stall-calls");
  await tab.evaluate(async () => {
    const controller = new AbortController();
    const asked = inState(rtm, "authenticating");
    window.started = outcome(rtm.start({ signal: controller.signal }));
    await asked;
    controller.abort();
    for (const type of ["pagehide", "pageshow"]) dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
  });
  await script(workspace, "stall-calls", { on: false });
  const { code: is, message } = await tab.evaluate("started");
  assert.equal(is, code("abort"), message);
  await becomes(tab, "disconnected");
  await begin(tab);
  await canSend([tab]);
  await haveSockets(workspace, 1);
});

inModes("pagehides of a tab that is ready, again and again, leave one socket", async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2);
  await tabs[1].evaluate(() => {
    for (let i = 0; i < 4; i++) for (const name of ["pagehide", "pageshow"]) dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
  });
  for (const tab of tabs) await becomes(tab, "ready");
  await say(workspace, "after");
  for (const tab of tabs) await hears(tab, "after");
  await canSend(tabs);
  await haveSockets(workspace, socketsOf(mode, 2));
});

for (const worker of [true, "blob"]) {
  inMode("worker", `pagehides while the file of the worker (${worker}) is being loaded leave one worker, one lock and one socket`, async (t) => {
    const workspace = newWorkspace();
    // The server's policy allows no worker of a Blob.
    const from = await withHeaders(t, { "content-security-policy": undefined });
    const tab = await openTab(t, "page", workspace, {}, { from });
    await tab.evaluate((worker) => initialize({ worker }), worker);
    await begin(tab);
    await tab.evaluate(() => {
      for (let i = 0; i < 3; i++) for (const type of ["pagehide", "pageshow"]) dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
    });
    await becomes(tab, "ready");
    await haveSockets(workspace, 1);
    await canSend([tab]);
    assert.equal(await workersOf(tab), 1);
    assert.equal(await tab.evaluate(async () => (await navigator.locks.query()).held.length), 1);
    await tab.evaluate("rtm.disconnect()");
    await begin(tab);
    await canSend([tab]);
  });
}
