// The worker is gone, or the program in it has broken down: every tab is told, by the
// host, and whoever starts again gets on.

import assert from "node:assert/strict";
import { kind, log } from "../browser.js";
import { withHeaders } from "../headers.js";
import { breakProgram, breakProgramOfPage, killWorkers, workersOf } from "./deeds.js";
import { accountFor, areTrue, becomes, begin, beginWhereTheyHeard, canSend, chromium, code, haveSockets, hears, inEach, inMode, inModes, newWorkspace, openTab, readyTabs, say, script, until } from "./tabs.js";

/** Notes how a tab is told of a death. */
const note = (tabs) =>
  inEach(tabs, () => {
    window.told = [];
    rtm.on("error", ({ code }) => told.push(`error ${code}`));
    rtm.on("disconnected", (error) => told.push(`disconnected ${error?.code}`));
  });

/** Breaks the programs of tabs down, and lets one thing happen, with which each breaks. */
async function breakAll(mode, workspace, tabs) {
  for (const tab of mode === "shared" ? tabs.slice(0, 1) : tabs) await breakProgram(tab);
  await say(workspace, "the last straw");
}

inModes("when the program breaks down, every tab hears of it, and the next start works for all", chromium, async (t, mode) => {
  const { workspace, tabs, sockets } = await readyTabs(t, mode, 3);
  await note(tabs);
  const unanswered = inEach(tabs, () => {
    window.asked = outcome(rtm.sendMessage("unanswered", "C0GENERAL"));
  });
  await script(workspace, "hold-acks");
  await unanswered;
  await breakAll(mode, workspace, tabs);
  for (const tab of tabs) {
    await becomes(tab, "disconnected");
    assert.deepEqual(await tab.evaluate("told"), [`error ${code("engine_died")}`, `disconnected ${code("engine_died")}`]);
  }
  await script(workspace, "hold-acks", { on: false });
  await haveSockets(workspace, 0);
  for (const tab of tabs) await begin(tab);
  await say(workspace, "after");
  for (const tab of tabs) await hears(tab, "after");
  await canSend(tabs);
  assert.equal((await log(workspace)).sockets, sockets);
});

inModes("when it breaks down while one tab is disconnected, that one too can start again, whoever starts first", chromium, async (t, mode) => {
  for (const isFirst of [true, false]) {
    const { workspace, tabs: [away, ...others], sockets } = await readyTabs(t, mode, 3);
    await note([away, ...others]);
    await away.evaluate("rtm.disconnect()");
    await breakAll(mode, workspace, others);
    for (const tab of others) await becomes(tab, "disconnected");
    for (const tab of isFirst ? [away, ...others] : [...others, away]) await begin(tab);
    await say(workspace, "after");
    for (const tab of [away, ...others]) await hears(tab, "after");
    await canSend([away, ...others]);
    assert.equal((await log(workspace)).sockets, sockets);
    for (const tab of others) assert.deepEqual(await tab.evaluate("told"), [`error ${code("engine_died")}`, `disconnected ${code("engine_died")}`]);
    for (const tab of [away, ...others]) await tab.close();
  }
});

inMode("shared", "a start in one tab, right when it breaks down, ends for it and for the others", chromium, async (t, mode) => {
  const { workspace, tabs: [first, late] } = await readyTabs(t, mode, 2);
  await late.evaluate("rtm.disconnect()");
  await breakProgram(first);
  const started = await late.evaluate(() => outcome(rtm.start())); // it is what the program breaks with
  assert.ok(started.value?.ok || started.code === code("engine_died"), started.message);
  await becomes(first, "disconnected");
  for (const tab of [first, late]) await begin(tab);
  await canSend([first, late]);
  await haveSockets(workspace, 1);
});

inModes("when the worker is ended, the tabs attach to another, with a gap and no word of Slack's lost outside it", chromium, async (t, mode) => {
  const { workspace, tabs, sockets } = await readyTabs(t, mode, 3, { rateLimit: false });
  const said = [await say(workspace, "before")];
  for (const tab of tabs) await hears(tab, "before");
  await script(workspace, "hold-acks");
  await inEach(tabs, async () => {
    const written = once(rtm, "outgoing_message");
    window.sent = outcome(rtm.sendMessage(`unanswered ${performance.timeOrigin}`, "C0GENERAL"));
    await written;
  });
  for (const tab of mode === "shared" ? tabs.slice(0, 1) : tabs) await killWorkers(tab);
  said.push(await say(workspace, "meanwhile"));
  for (const tab of tabs) await tab.waitForFunction("rtm.state === 'ready' && gaps.length === 1", { polling: 20 });
  await script(workspace, "hold-acks", { on: false });
  for (const result of await inEach(tabs, () => sent)) assert.equal(result.delivered, "unknown", result.message);
  await accountFor(workspace, tabs, said);
  await canSend(tabs);
  await haveSockets(workspace, sockets);
  await beginWhereTheyHeard(tabs);
});

inModes("sends that are posted while the worker is ended settle once, with the truth", chromium, async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 3, { rateLimit: false });
  await inEach(tabs, () => {
    window.outcomes = {};
    // Ten at a time.
    window.sending = Promise.all(Array.from({ length: 10 }, async (_, row) => {
      for (let i = 0; i < 20; i++) {
        const text = `${i} of ${row} of ${performance.timeOrigin}`;
        outcomes[text] = await outcome(rtm.sendMessage(text, "C0GENERAL"));
      }
    }));
  });
  await until(async () => (await log(workspace)).received.length > 50);
  for (const tab of mode === "shared" ? tabs.slice(0, 1) : tabs) await killWorkers(tab);
  for (const outcomes of await inEach(tabs, () => sending.then(() => outcomes))) {
    assert.equal(Object.keys(outcomes).length, 200);
    await areTrue(workspace, outcomes);
  }
});

inModes("a worker that is ended again and again is replaced each time", chromium, async (t, mode) => {
  const { workspace, tabs, sockets } = await readyTabs(t, mode, 2);
  const said = [];
  for (let i = 1; i <= 3; i++) {
    for (const tab of mode === "shared" ? tabs.slice(0, 1) : tabs) await killWorkers(tab);
    for (const tab of tabs) await tab.waitForFunction((i) => rtm.state === "ready" && states.filter((name) => name === "ready").length === i + 1, { polling: 20 }, i);
    said.push(await say(workspace, `after ${i}`));
    for (const tab of tabs) await hears(tab, `after ${i}`);
  }
  await accountFor(workspace, tabs, said);
  await haveSockets(workspace, sockets);
});

inModes("a tab that is disconnected when the worker is ended can start again", chromium, async (t, mode) => {
  const { workspace, tabs: [tab] } = await readyTabs(t, mode, 1);
  await tab.evaluate("rtm.disconnect()");
  await killWorkers(tab);
  await begin(tab);
  await canSend([tab]);
  await haveSockets(workspace, 1);
  assert.deepEqual(await tab.evaluate("gaps"), []);
});

/** How a load is given up, once it has been begun. */
const givenUp = {
  "by the signal of start()": () => {
    const controller = new AbortController();
    const started = outcome(rtm.start({ signal: controller.signal }));
    controller.abort();
    return started;
  },
  "by disconnect()": async () => {
    const started = outcome(rtm.start());
    await rtm.disconnect();
    return started;
  },
};

for (const [how, giveUp] of Object.entries(givenUp)) {
  inMode("shared", `a load that is given up ${how} leaves no worker and no lock`, async (t, mode) => {
    const workspace = newWorkspace();
    const tab = await openTab(t, mode, workspace);
    assert.equal((await tab.evaluate(giveUp)).value, undefined);
    await leavesNothing(tab);
    assert.deepEqual(await tab.evaluate("[rtm.state, rtm.stats().sockets ?? 0]"), ["disconnected", 0]);
    // Firefox does not tell when a SharedWorker is gone, and keeps one that is going for up to 30 s.
    if (kind === "firefox") return;
    await begin(tab);
    await canSend([tab]);
    assert.equal((await log(workspace)).opened, 1);
  });
}

inMode("shared", "a start right behind a load that was given up finds the worker of that load", async (t, mode) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, mode, workspace);
  const made = await tab.evaluate(async () => {
    let made = 0;
    let left;
    const hasLeft = new Promise((resolve) => (left = resolve));
    window.SharedWorker = class extends SharedWorker {
      constructor(...args) {
        super(...args);
        made++;
        const { port } = this;
        const post = port.postMessage.bind(port);
        port.postMessage = (message, ...more) => {
          post(message, ...more);
          if (message[0] === "leave") left();
        };
      }
    };
    const started = outcome(rtm.start());
    await rtm.disconnect();
    await Promise.all([started, hasLeft]);
    await Promise.all([once(rtm, "ready"), rtm.start()]);
    return made;
  });
  assert.equal(made, 2);
  await canSend([tab]);
  assert.equal((await log(workspace)).opened, 1);
});

inMode("shared", "a load of a data store ends with the page's own program, and the next has another; the session goes on", chromium, async (t, mode) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, mode, workspace);
  await tab.evaluate(() => {
    window.store = new MemoryDataStore();
    window.rtm = client({ shared: true, dataStore: store });
  });
  await begin(tab);
  await script(workspace, "stall-calls");
  await tab.evaluate(() => {
    window.loading = outcome(store.load(rtm));
  });
  await until(async () => (await log(workspace)).calls.length > 1);
  await breakProgramOfPage(tab);
  await script(workspace, "stall-calls", { on: false });
  const { code: is, message } = await tab.evaluate("loading");
  assert.equal(is, code("engine_died"), message);
  const again = await tab.evaluate(async () => ({ ...(await outcome(store.load(rtm))), anna: store.getUserById("U0000ANNA")?.name, state: rtm.state }));
  assert.deepEqual([again.message, again.anna, again.state], [undefined, "anna", "ready"]);
  await canSend([tab]);
});

inMode("shared", "a start whose program cannot be loaded leaves no worker and no lock, and the next one works", async (t, mode) => {
  const workspace = newWorkspace();
  let isThere = false;
  const from = await withHeaders(t, {}, {}, async (url) => isThere || !url.startsWith("/rtm.wasm"));
  const tab = await openTab(t, mode, workspace, {}, { from, expected: [/./] });
  const error = await tab.evaluate(() => outcome(rtm.start()));
  assert.deepEqual([error.code, /rtm\.wasm/.test(error.message)], [code("initialize"), true], error.message);
  await leavesNothing(tab);
  if (kind === "firefox") return; // see above
  isThere = true;
  await begin(tab);
  await canSend([tab]);
});

inMode("shared", "a worker that is ended while it loads the program is replaced at once, for each tab that waits for it", chromium, async (t, mode) => {
  const workspace = newWorkspace();
  let asked, letPass;
  const isAsked = new Promise((resolve) => (asked = resolve));
  const mayPass = new Promise((resolve) => (letPass = resolve));
  const from = await withHeaders(t, {}, {}, async (url) => {
    if (!url.startsWith("/rtm.wasm")) return;
    asked();
    await mayPass;
  });
  const tabs = [await openTab(t, mode, workspace, {}, { from }), await openTab(t, mode, workspace, {}, { from })];
  await inEach(tabs, () => {
    window.started = outcome(rtm.start());
  });
  await isAsked;
  await killWorkers(tabs[0]);
  letPass();
  for (const { value, message } of await inEach(tabs, () => started)) assert.equal(value?.ok, true, message);
  await canSend(tabs);
  await haveSockets(workspace, 1);
});

inMode("worker", "a load that is given up by the signal of initialize() leaves no worker and no lock", async (t) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, "page", workspace);
  const error = await tab.evaluate(() => {
    const controller = new AbortController();
    const loaded = outcome(initialize({ worker: true, signal: controller.signal }));
    controller.abort();
    return loaded;
  });
  assert.equal(error.name, "AbortError");
  await leavesNothing(tab);
  await begin(tab);
  await canSend([tab]);
});

/** A tab has no worker any more, and no lock is held. */
async function leavesNothing(tab) {
  await until(async () => (await workersOf(tab)) === 0);
  await until(() => tab.evaluate(async () => (await navigator.locks.query()).held.length === 0));
}

inMode("shared", "the worker ends with the last tab that is closed", chromium, async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2);
  const witness = await openTab(t, "page", workspace);
  await tabs[0].close();
  await haveSockets(workspace, 1);
  await tabs[1].close();
  await haveSockets(workspace, 0);
  await until(async () => (await workersOf(witness)) === 0);
});
