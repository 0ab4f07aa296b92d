// What one tab says the others hear, though Slack does not repeat it to the socket that
// brought it; and they hear it once, though the session has two sockets for a while.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { haveSockets, hears, inEach, inMode, readyTabs, say, script, until } from "./tabs.js";

const times = (tabs, text) => inEach(tabs, (text) => heard.filter((other) => other === text).length, text);

/** Three ready tabs whose session is about to move to another socket, which is open and has not said hello. */
async function moving(t, mode) {
  const { workspace, tabs } = await readyTabs(t, mode, 3);
  await script(workspace, "stall-hello");
  await script(workspace, "goodbye");
  await until(async () => (await log(workspace)).opened === 2);
  return { workspace, tabs };
}

/** The session has moved, and what the old socket owed has come. */
async function hasMoved(workspace, tabs) {
  await haveSockets(workspace, 1);
  await say(workspace, "after it");
  for (const tab of tabs) await hears(tab, "after it");
}

inMode("shared", "what a tab says the others hear once", async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 3);
  assert.equal(await tabs[0].evaluate(async () => (await rtm.sendMessage("mine", "C0GENERAL")).ok), true);
  await hasMoved(workspace, tabs);
  assert.deepEqual(await times(tabs, "mine"), [0, 1, 1]);
});

inMode("shared", "what a tab says the others hear once, though another socket brings it after its reply", async (t, mode) => {
  const { workspace, tabs } = await moving(t, mode);
  assert.equal(await tabs[0].evaluate(async () => (await rtm.sendMessage("mine", "C0GENERAL")).ok), true);
  await script(workspace, "stall-hello", { on: false });
  await hasMoved(workspace, tabs);
  assert.deepEqual(await times(tabs, "mine"), [0, 1, 1]);
});

inMode("shared", "what a tab says the others hear once, though another socket brings it before its reply", async (t, mode) => {
  const { workspace, tabs } = await moving(t, mode);
  await script(workspace, "hold-acks");
  await tabs[0].evaluate(async () => {
    const written = once(rtm, "outgoing_message");
    window.sent = rtm.sendMessage("mine", "C0GENERAL");
    await written;
  });
  await script(workspace, "stall-hello", { on: false });
  for (const tab of tabs) await hears(tab, "mine");
  await script(workspace, "hold-acks", { on: false });
  assert.equal(await tabs[0].evaluate(async () => (await sent).ok), true);
  await hasMoved(workspace, tabs);
  assert.deepEqual(await times(tabs, "mine"), [1, 1, 1]);
});
