// Tabs: pages of one browser, each with a client in `rtm` that notes what it hears.
// In mode "worker" each tab has a worker and a session of its own, in mode "shared"
// all tabs of a workspace have one session together. What is promised to a tab is the
// same in both.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout } from "node:timers/promises";
import { kind, log, openPage, origin } from "../browser.js";

/** A test in each mode; the function gets `t` and the mode. */
export function inModes(name, ...args) {
  for (const mode of ["worker", "shared"]) inMode(mode, name, ...args);
}

/** A test in the mode that it is about. A tab that is stuck fails it. */
export function inMode(mode, name, ...args) {
  const fn = args.pop();
  test(`${mode}: ${name}`, { timeout: 90_000, ...args[0] }, (t) => fn(t, mode));
}

/** The options of a test that only Chromium's protocol makes possible. */
export const chromium = { skip: kind === "firefox" && "Firefox has no way to do this to a page" };

export const code = (name) => `slackclient_${name}_error`;

let workspaces = 0;
export const newWorkspace = () => `tabs${process.pid}-${++workspaces}`;

/** A tab whose client has not begun. */
export async function openTab(t, mode, workspace, options = {}, more = {}) {
  const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/], ...more });
  await page.evaluate(async (mode, options) => {
    if (mode === "worker") await initialize({ worker: true });
    window.rtm = client({ shared: mode === "shared", ...options });
    Object.assign(window, { heard: [], stamps: [], gaps: [], states: [] });
    rtm.on("message", ({ text, ts }) => (heard.push(text), stamps.push(ts)));
    rtm.on("gap", ({ from = "", to, recovered }) => gaps.push({ from, to, recovered, last: stamps.at(-1) ?? "" }));
    rtm.on("state", ({ name }) => states.push(name));
  }, mode, options);
  return page;
}

/** Starts the client of a tab, and waits until it is ready. */
export const begin = (tab) =>
  tab.evaluate(async () => {
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
  });

/** A tab that is ready. */
export async function readyTab(...args) {
  const tab = await openTab(...args);
  await begin(tab);
  return tab;
}

/** Several of a workspace. */
export async function readyTabs(t, mode, count, options) {
  const workspace = newWorkspace();
  const tabs = [];
  while (tabs.length < count) tabs.push(await readyTab(t, mode, workspace, options));
  return { workspace, tabs, sockets: socketsOf(mode, count) };
}

/** How many sockets so many tabs have. */
export const socketsOf = (mode, tabs) => (mode === "shared" ? 1 : tabs);

/** Scripts a workspace, and gives the verb's result. */
export async function script(workspace, verb, fields = {}) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  assert.ok(response.ok, verb);
  return (await response.json()).result;
}

/** Lets somebody say something, and gives its timestamp. */
export const say = (workspace, text) => script(workspace, "say", { text });

export const inEach = (tabs, fn, ...args) => Promise.all(tabs.map((tab) => tab.evaluate(fn, ...args)));

/** Waits until a tab has heard a message. */
export const hears = (tab, text) => tab.waitForFunction((text) => heard.includes(text), { polling: 20 }, text);

/** Waits until a tab is in a state. */
export const becomes = (tab, state) => tab.waitForFunction((state) => rtm.state === state, { polling: 20 }, state);

/** Waits until something holds. What does not come to pass fails the test, and does not go on behind it. */
export async function until(holds) {
  for (const end = Date.now() + 30_000; !(await holds()); await setTimeout(20)) assert.ok(Date.now() < end, `it did not come to pass within 30 s: ${holds}`);
}

/** Waits until a workspace has so many sockets. */
export const haveSockets = (workspace, count) => until(async () => (await log(workspace)).sockets === count);

/** The texts of the messages that a workspace has received. */
export const textsOf = ({ received }) => received.filter(({ type }) => type === "message").map(({ json }) => JSON.parse(json).text);

/** The lists of users whose presence the workspace was asked for. */
export const presenceOf = ({ received }) => received.filter(({ type }) => type === "presence_sub").map(({ json }) => JSON.parse(json).ids);

/**
 * Waits until these tabs have heard a last word: what Slack sent before it has arrived,
 * or does not any more. It is said again to a tab that has not noticed yet that it has
 * no socket.
 */
let words = 0;
async function haveLastWord(workspace, tabs) {
  const text = `the last word ${++words}`;
  const heard = (tab) => tab.waitForFunction((text) => heard.includes(text), { polling: 20, timeout: 1_000 }, text).then(() => true, () => false);
  await until(async () => {
    await say(workspace, text);
    return (await Promise.all(tabs.map(heard))).every(Boolean);
  });
}

/** Each of these messages, by their timestamps, has been heard once by each of these tabs, or lies in a gap of it. */
export async function accountFor(workspace, tabs, said) {
  await haveLastWord(workspace, tabs);
  for (const [i, tab] of tabs.entries()) {
    const { stamps, gaps } = await tab.evaluate("({ stamps, gaps })");
    for (const ts of said) {
      const times = stamps.filter((other) => other === ts).length;
      const lies = gaps.some(({ from, to, recovered }) => !recovered && from < ts && ts <= to);
      assert.ok(times === 1 || (times === 0 && lies), `tab ${i} heard ${ts} ${times} times, and its gaps are ${JSON.stringify(gaps)}`);
    }
  }
}

/** Each gap of these tabs begins with the last message that the tab had heard when it was told of the gap. */
export async function beginWhereTheyHeard(tabs) {
  for (const gaps of await inEach(tabs, () => gaps)) for (const { from, last } of gaps) assert.equal(from, last, JSON.stringify(gaps));
}

/** Each of these tabs can send. */
export async function canSend(tabs) {
  for (const tab of tabs) assert.equal(await tab.evaluate(async () => (await rtm.sendMessage("I can send", "C0GENERAL")).ok), true);
}

/** Each call that a tab made with these texts was told the truth: outcomes as `outcome` of the page gives them. */
export async function areTrue(workspace, outcomes) {
  const sent = textsOf(await log(workspace));
  for (const [text, { value, delivered, message }] of Object.entries(outcomes)) {
    const times = sent.filter((other) => other === text).length;
    const right = { yes: [1], no: [0], unknown: [0, 1] }[value ? "yes" : delivered];
    assert.ok(right?.includes(times), `"${text}" was received ${times} times, and its caller was told ${value ? "yes" : delivered}: ${message}`);
  }
}
