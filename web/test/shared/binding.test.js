// What binds a session binds it whichever tab asked, also when that tab is closed.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { becomes, begin, canSend, code, hears, inEach, inMode, newWorkspace, openTab, readyTabs, say, script, until } from "./tabs.js";

/** Two tabs, both of which want a session that the first has asked for. */
async function askedFor(t, mode, workspace, options) {
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const tab = await openTab(t, mode, workspace, options);
    await tab.evaluate(() => {
      window.ended = inState(rtm, "disconnected").then(([{ cause }]) => plain(cause));
      window.started = outcome(rtm.start());
    });
    await tab.waitForFunction("rtm.state !== 'disconnected'", { polling: 20 });
    tabs.push(tab);
  }
  return tabs;
}

const asked = async (workspace) => (await log(workspace)).calls.filter(({ method }) => method === "rtm.connect").map(({ at }) => at);

/** How the tab that asked leaves, if it does. */
const ways = {
  "is there": () => {},
  "is closed": (tab) => tab.close(),
  "has disconnected": (tab) => tab.evaluate("rtm.disconnect()"),
  "has been put elsewhere": (tab) => tab.goto("about:blank"),
};

for (const [how, leave] of Object.entries(ways)) {
  inMode("shared", `Slack's Retry-After binds the others when the tab that asked ${how}`, async (t, mode) => {
    const workspace = newWorkspace();
    await script(workspace, "rate-limit", { after: 5, n: 1 });
    const [first, other] = await askedFor(t, mode, workspace);
    await until(async () => (await asked(workspace)).length >= 1);
    await leave(first);
    const started = await other.evaluate("started");
    assert.equal(started.value?.ok, true, started.message);
    const at = await asked(workspace);
    assert.equal(at.length, 2);
    assert.ok(at[1] - at[0] >= 5_000, `Slack was asked again after ${at[1] - at[0]} ms`);
  });

  inMode("shared", `backoff goes on for the others when the tab that asked ${how}`, async (t, mode) => {
    const workspace = newWorkspace();
    await script(workspace, "answer-status", { status: 503, n: 1 });
    const [first, other] = await askedFor(t, mode, workspace, { retryConfig: { forever: true, minTimeout: 3_000, maxTimeout: 3_000, factor: 1, randomize: false } });
    await until(async () => (await asked(workspace)).length >= 1);
    await leave(first);
    const started = await other.evaluate("started");
    assert.equal(started.value?.ok, true, started.message);
    const at = await asked(workspace);
    assert.equal(at.length, 2);
    assert.ok(at[1] - at[0] >= 2_900, `Slack was asked again after ${at[1] - at[0]} ms`);
  });

  inMode("shared", `a refusal for good is the others', too, when the tab that asked ${how}`, async (t, mode) => {
    const workspace = newWorkspace();
    await script(workspace, "refuse", { code: "account_inactive", n: -1 });
    await script(workspace, "stall-calls");
    const [first, other] = await askedFor(t, mode, workspace);
    await until(async () => (await asked(workspace)).length >= 1);
    await leave(first);
    await script(workspace, "stall-calls", { on: false });
    const [started, ended] = await other.evaluate(async () => [await started, await ended]);
    assert.deepEqual([started.code, started.data?.error, ended.data?.error], [code("platform"), "account_inactive", "account_inactive"]);
    assert.equal((await asked(workspace)).length, 1);
  });
}

inMode("shared", "Slack's Retry-After binds a tab that starts while another waits for it, and one that comes when that has given up", async (t, mode) => {
  const workspace = newWorkspace();
  await script(workspace, "rate-limit", { after: 5, n: 1 });
  const [first, second] = await askedFor(t, mode, workspace);
  await until(async () => (await asked(workspace)).length >= 1);
  await first.evaluate("rtm.disconnect()");
  await second.evaluate("rtm.disconnect()");
  const late = await openTab(t, mode, workspace);
  await begin(late);
  const at = await asked(workspace);
  assert.ok(at.length === 2 && at[1] - at[0] >= 5_000, `Slack was asked at ${at.map((time) => time - at[0])}`);
});

inMode("shared", "Slack's Retry-After binds a tab that comes with other options when nobody has the session any more", async (t, mode) => {
  const workspace = newWorkspace();
  await script(workspace, "rate-limit", { after: 6, n: 1 });
  const before = await askedFor(t, mode, workspace);
  await until(async () => (await asked(workspace)).length >= 1);
  for (const tab of before) await tab.evaluate("rtm.disconnect()");
  const away = await openTab(t, mode, workspace, { ackTimeout: 12_345 });
  const first = await away.evaluate(async () => {
    const entered = once(rtm, "state");
    outcome(rtm.start());
    const [{ name }] = await entered;
    await rtm.disconnect();
    return name;
  });
  assert.equal(first, "reconnecting"); // later, and does not ask
  const late = await openTab(t, mode, workspace, { ackTimeout: 54_321 });
  await begin(late);
  const at = await asked(workspace);
  assert.ok(at.length === 2 && at[1] - at[0] >= 6_000, `Slack was asked at ${at.map((time) => time - at[0])}`);
});

inMode("shared", "options that are the page's own affair leave the session what it was", async (t, mode) => {
  const slow = { rateLimit: { perSecond: 0.001, burst: 1 } };
  const { workspace, tabs: [first] } = await readyTabs(t, mode, 1, slow);
  await canSend([first]);
  await first.evaluate("rtm.disconnect()");
  const second = await openTab(t, mode, workspace);
  await second.evaluate((slow) => {
    window.rtm = client({ shared: true, ...slow, logLevel: "error", maxRequestConcurrency: 1, dataStore: { cacheRtmStart() {}, handleRtmMessage() {} } });
  }, slow);
  await begin(second);
  await second.evaluate(async () => {
    window.sent = outcome(rtm.sendMessage("too fast", "C0GENERAL"));
    await rtm.ping();
  });
  assert.equal((await log(workspace)).received.filter(({ type }) => type === "message").length, 1);
});

inMode("shared", "a refusal for good that ends a session ends it for every tab, and each start asks again", async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 3, { retryConfig: { forever: true, minTimeout: 1, maxTimeout: 50 } });
  const ends = inEach(tabs, async () => plain((await inState(rtm, "disconnected"))[0].cause));
  await script(workspace, "refuse", { code: "invalid_auth", n: 1 });
  await script(workspace, "drop");
  for (const { code: is, data } of await ends) assert.deepEqual([is, data.error], [code("platform"), "invalid_auth"]);
  for (const tab of tabs) await becomes(tab, "disconnected");
  await tabs[0].close();
  for (const tab of tabs.slice(1)) await begin(tab);
  await say(workspace, "after");
  for (const tab of tabs.slice(1)) await hears(tab, "after");
  await canSend(tabs.slice(1));
});

inMode("shared", "the rate of messages is one for all tabs", async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2, { rateLimit: { perSecond: 0.001, burst: 2 } });
  const written = await inEach(tabs, () => {
    window.outcomes = ["one", "two"].map((text) => outcome(rtm.sendMessage(text, "C0GENERAL")));
  });
  assert.equal(written.length, 2);
  const received = async () => (await log(workspace)).received.filter(({ type }) => type === "message").length;
  await until(async () => (await received()) === 2);
  await inEach(tabs, () => rtm.ping());
  assert.equal(await received(), 2);
});
