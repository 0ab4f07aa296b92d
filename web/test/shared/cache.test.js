// The back/forward cache: a page with a client enters it, and is there again when it
// comes back. The browser says why not, if it does not.

import assert from "node:assert/strict";
import { kind, launchOptions, log, origin } from "../browser.js";
import { accountFor, becomes, canSend, haveSockets, hears, inModes, readyTabs, say, script, socketsOf } from "./tabs.js";

if (kind === "chrome") launchOptions.ignoreDefaultArgs = ["--disable-back-forward-cache"];
const keepsPages = { skip: kind === "firefox" && "Firefox does not keep a page that had an open socket: it loads it anew" };

/** The tab goes to another page, something happens, and it comes back: to the same page, as it was. */
async function leave(tab, fn) {
  await tab.evaluate(() => {
    window.kept = false;
    addEventListener("pageshow", ({ persisted }) => (window.kept = persisted), { once: true });
  });
  await tab.goto(`${origin}/test/elsewhere.html`);
  await fn();
  await tab.goBack();
  const { kept, reasons } = await tab.evaluate(() => ({ kept: window.kept, reasons: performance.getEntriesByType("navigation")[0].notRestoredReasons }));
  assert.deepEqual([kept, reasons], [true, null], `the page was loaded anew: ${JSON.stringify(reasons)}`);
}

inModes("a page with a client that is ready enters the cache, and has its session when it is back", keepsPages, async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2);
  const [tab, other] = tabs;
  await tab.evaluate(() => rtm.subscribePresence(["U0000ANNA"]));
  const said = [await say(workspace, "before")];
  for (const each of tabs) await hears(each, "before");
  await leave(tab, async () => {
    await haveSockets(workspace, socketsOf(mode, 1));
    said.push(await say(workspace, "meanwhile"));
    await hears(other, "meanwhile");
  });
  await becomes(tab, "ready");
  await accountFor(workspace, tabs, said);
  await canSend(tabs);
  await haveSockets(workspace, socketsOf(mode, 2));
  assert.equal(await tab.evaluate("gaps[0].from"), said[0]);
  assert.deepEqual(await other.evaluate("gaps"), []);
});

inModes("so does a page that is alone, whose socket ends meanwhile", keepsPages, async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 1);
  const said = [await say(workspace, "before")];
  await hears(tabs[0], "before");
  for (let i = 0; i < 3; i++) {
    await leave(tabs[0], async () => {
      await haveSockets(workspace, 0);
      said.push(await say(workspace, `meanwhile ${i}`));
    });
    await becomes(tabs[0], "ready");
  }
  await accountFor(workspace, tabs, said);
  await canSend(tabs);
  await haveSockets(workspace, 1);
});

inModes("what it had under way settles when it is back", keepsPages, async (t, mode) => {
  const { workspace, tabs: [tab, other] } = await readyTabs(t, mode, 2);
  await script(workspace, "hold-acks");
  await tab.evaluate(async () => {
    const written = once(rtm, "outgoing_message");
    window.sent = outcome(rtm.sendMessage("unanswered", "C0GENERAL"));
    await written;
  });
  await leave(tab, () => script(workspace, "hold-acks", { on: false }));
  const { value, delivered, message } = await tab.evaluate("sent");
  assert.ok(value?.ok || delivered === "unknown", message);
  await becomes(tab, "ready");
  await canSend([tab, other]);
});

inModes("a client that is disconnected when its page goes stays so, and can start when it is back", keepsPages, async (t, mode) => {
  const { workspace, tabs: [tab] } = await readyTabs(t, mode, 1);
  await tab.evaluate("rtm.disconnect()");
  await leave(tab, () => haveSockets(workspace, 0));
  assert.equal(await tab.evaluate("rtm.state"), "disconnected");
  await tab.evaluate(async () => {
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
  });
  await canSend([tab]);
  assert.deepEqual([await tab.evaluate("gaps"), (await log(workspace)).sockets], [[], 1]);
});
