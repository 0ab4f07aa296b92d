// Socket Mode of several tabs: Slack gives each event to any one of an app's sockets, and with
// one session for all tabs each tab hears it.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { haveSockets, hears, inEach, inMode, newWorkspace, readyTab, say, script, until } from "./tabs.js";

const app = { socketMode: true, appToken: "xapp-secret" };

async function readyApps(t, count, options = {}) {
  const workspace = newWorkspace();
  const tabs = [];
  while (tabs.length < count) tabs.push(await readyTab(t, "shared", workspace, { ...app, ...options }));
  return { workspace, tabs };
}

inMode("shared", "each tab hears each event of Socket Mode, which is acknowledged once", async (t) => {
  const { workspace, tabs } = await readyApps(t, 2);
  await say(workspace, "hello");
  for (const tab of tabs) await hears(tab, "hello");
  // What one tab sends Slack tells the app.
  await tabs[0].evaluate(() => rtm.sendMessage("of a tab", "C0GENERAL"));
  for (const tab of tabs) await hears(tab, "of a tab");
  await say(workspace, "last");
  for (const tab of tabs) await hears(tab, "last");
  assert.deepEqual(await inEach(tabs, "heard"), Array(2).fill(["hello", "of a tab", "last"]));
  await until(async () => (await script(workspace, "acks")).acks.length === 3);
  assert.equal((await log(workspace)).opened, 1);
});

inMode("shared", "a tab answers a slash command that all have heard, and RTM's frames are refused to each", async (t) => {
  const { workspace, tabs } = await readyApps(t, 2);
  await inEach(tabs, () => rtm.on("slash_commands", (payload, ack) => Object.assign(window, { payload, ack })));
  await script(workspace, "command", { command: "/x" });
  for (const tab of tabs) await tab.waitForFunction(() => window.payload?.command === "/x", { polling: 20 });
  const answers = [];
  for (const tab of tabs) answers.push(await tab.evaluate((text) => outcome(ack({ text })), `of tab ${answers.length}`));
  assert.deepEqual(answers.map(({ code }) => code ?? null), [null, "slackclient_invalid_argument_error"]);
  const { acks } = await script(workspace, "acks");
  assert.deepEqual(acks.map(({ payload }) => payload), [{ text: "of tab 0" }]);
  const refused = await inEach(tabs, async () => (await outcome(rtm.subscribePresence(["U0000ANNA"]))).code);
  assert.deepEqual(refused, Array(2).fill("slackclient_rtmclient_not_in_socket_mode_error"));
});

inMode("shared", "the session of an app in Socket Mode moves over for all tabs, and is not that of a client of RTM", async (t) => {
  const sameName = { shared: "one name" };
  const { workspace, tabs } = await readyApps(t, 2, sameName);
  const rtm = await readyTab(t, "shared", workspace, sameName);
  await haveSockets(workspace, 2);
  await script(workspace, "warn");
  await until(async () => { const { opened, sockets } = await log(workspace); return opened === 3 && sockets === 2; });
  await say(workspace, "still there?");
  for (const tab of [...tabs, rtm]) await hears(tab, "still there?");
  assert.deepEqual(await inEach(tabs, "gaps"), [[], []]);
  assert.deepEqual(await inEach([...tabs, rtm], "heard"), Array(3).fill(["still there?"]));
});
