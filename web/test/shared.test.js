// One session for all tabs: tabs are pages of one browser here, each with a
// client in `rtm` that notes what it hears in `heard`.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, launchOptions, openPage, origin } from "./browser.js";

if (kind === "chrome") launchOptions.ignoreDefaultArgs = ["--disable-back-forward-cache"];

const code = (name) => `slackclient_${name}_error`;

let sessions = 0;
const newWorkspace = () => `shared${process.pid}-${++sessions}`;

/** A page with a client that shares its session. It has not begun. */
async function openTab(t, workspace, options = {}, ...token) {
  const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/] });
  await page.evaluate((options, token) => {
    window.rtm = client({ shared: true, ...options }, ...token);
    window.heard = [];
    for (const type of ["message", "presence_change", "gap"]) {
      rtm.on(type, ({ text, user, presence, recovered }) => heard.push(type === "gap" ? `gap ${recovered}` : text ?? `${user} ${presence}`));
    }
    window.states = [];
    rtm.on("state", ({ name }) => states.push(name));
  }, options, token);
  return page;
}

/** The same, once it is ready. */
async function readyTab(...args) {
  const page = await openTab(...args);
  await page.evaluate(async () => {
    const ready = rtm.waitFor("ready");
    await rtm.start();
    await ready;
  });
  return page;
}

/** Several, of which the first leads. */
async function readyTabs(t, count, options) {
  const workspace = newWorkspace();
  const tabs = [];
  while (tabs.length < count) tabs.push(await readyTab(t, workspace, options));
  return { workspace, tabs, leader: tabs[0], others: tabs.slice(1) };
}

async function script(workspace, verb, fields = {}) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  assert.ok(response.ok, verb);
}

const log = async (workspace) => (await fetch(`${origin}/workspaces/${workspace}/control/log`)).json();

const inEach = (tabs, fn, ...args) => Promise.all(tabs.map((tab) => tab.evaluate(fn, ...args)));

const hears = (text) => until(rtm, "message", (event) => event.text === text).then(() => {});
const heardIn = (tab, text) => tab.waitForFunction((text) => heard.includes(text), { polling: 20 }, text);

const way = ["authenticating", "authenticated", "handshaking", "connected", "ready"];

test("three tabs have one socket, and each hears every event once and in order", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 3);
  const texts = Array.from({ length: 20 }, (_, i) => `number ${i}`);
  for (const text of texts) await script(workspace, "say", { text });
  for (const tab of tabs) {
    await heardIn(tab, texts.at(-1));
    assert.deepEqual(await tab.evaluate("heard"), texts);
    assert.deepEqual(await tab.evaluate("states"), way);
  }
  const { opened, sockets, calls } = await log(workspace);
  assert.deepEqual([opened, sockets, calls.length], [1, 1, 1]);
});

test("any tab sends, gets the reply under its own id, and the others hear it", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 3);
  for (const [i, tab] of tabs.entries()) {
    const reply = await tab.evaluate(async (text) => {
      const id = rtm.nextMessageId();
      const reply = await rtm.sendMessage(text, "C0GENERAL");
      return { ...reply, isNext: reply.reply_to === id + 1 };
    }, `from ${i}`);
    assert.deepEqual([reply.ok, reply.text, reply.isNext], [true, `from ${i}`, true]);
  }
  for (const [i, tab] of tabs.entries()) {
    const others = [0, 1, 2].filter((other) => other !== i).map((other) => `from ${other}`);
    await tab.waitForFunction("heard.length === 2", { polling: 20 });
    assert.deepEqual(await tab.evaluate("heard"), others);
  }
  const ids = (await log(workspace)).received.filter(({ type }) => type === "message").map(({ id }) => id);
  assert.equal(new Set(ids).size, 3);
});

test("when the leader is closed another takes over, with one gap in each tab", async (t) => {
  const { workspace, tabs, leader, others } = await readyTabs(t, 3);
  await script(workspace, "say", { text: "before" });
  for (const tab of tabs) await heardIn(tab, "before");
  await leader.close();
  for (const tab of others) await tab.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await script(workspace, "say", { text: "after" });
  for (const tab of others) {
    await heardIn(tab, "after");
    assert.deepEqual(await tab.evaluate("heard"), ["before", "gap false", "after"]);
    assert.deepEqual(await tab.evaluate("states"), [...way, "reconnecting", ...way]);
  }
  assert.equal(await others[1].evaluate("rtm.sendMessage('still here', 'C0GENERAL').then(({ ok }) => ok)"), true);
  const { opened, sockets } = await log(workspace);
  assert.deepEqual([opened, sockets], [2, 1]);
});
