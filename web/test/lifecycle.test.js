// What a browser does to pages: hiding, freezing, putting away and restoring
// them. The browser is started without the flags that spare pages of this.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, launchOptions, log, openPage, origin, until } from "./browser.js";

if (kind === "chrome") launchOptions.ignoreDefaultArgs = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-back-forward-cache",
];

/** A page with a client in `rtm` that is ready, and its states in `states`. */
async function readyPage(t, options = {}) {
  const page = await openPage(t);
  await page.evaluate(async (given) => {
    window.rtm = await readyClient(given);
    window.states = [];
    rtm.on("state", ({ name }) => states.push(name));
    window.texts = [];
    rtm.on("message", (event) => texts.push(event.text));
    window.gaps = [];
    rtm.on("gap", (gap) => gaps.push(gap));
  }, options);
  return page;
}

const workspaceOf = (page) => new URL(page.url()).searchParams.get("workspace");

/** Scripts the page's workspace from outside, since the page may be frozen. */
async function script(workspace, verb, fields = {}) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  assert.ok(response.ok, verb);
}

/** Goes back to the page before. (page.goBack waits for a load, which a restored page has not.) */
async function goBack(page) {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForFunction("location.pathname === '/test/blank.html' && window.loaded");
}

test("a page that is put away closes its socket", async (t) => {
  const page = await readyPage(t);
  await page.goto(`${origin}/test/elsewhere.html`);
  await until(async () => (await log(workspaceOf(page))).sockets === 0);
});

// Firefox 153 decides before `pagehide`, and not for a page whose socket is open then.
const keepsPages = { skip: kind === "firefox" && "Firefox does not keep a page that had an open socket: it loads it anew" };

test("a page that is put away enters the back/forward cache, and is back when restored", keepsPages, async (t) => {
  const page = await readyPage(t);
  const workspace = workspaceOf(page);
  await page.evaluate(() => addEventListener("pageshow", (event) => (window.restored = event.persisted)));
  await page.goto(`${origin}/test/elsewhere.html`);
  await script(workspace, "say", { text: "missed" });
  await goBack(page);
  assert.equal(await page.evaluate("window.restored"), true, "the page was not in the back/forward cache");
  await page.waitForFunction("rtm.state === 'ready'");
  assert.deepEqual(await page.evaluate("states"), ["reconnecting", "authenticating", "authenticated", "handshaking", "connected", "ready"]);
  assert.equal(await page.evaluate("gaps.length"), 1);
  assert.equal(await page.evaluate("rtm.sendMessage('back again', 'C0GENERAL').then((reply) => reply.ok)"), true);
});

test("a page that was disconnected stays so when it is restored", async (t) => {
  const page = await readyPage(t);
  const workspace = workspaceOf(page);
  await page.evaluate("rtm.disconnect()");
  await until(async () => (await log(workspace)).sockets === 0); // with an open one it would not be restored
  await page.goto(`${origin}/test/elsewhere.html`);
  await goBack(page);
  await page.evaluate("new Promise((resolve) => setTimeout(resolve))"); // whatever was to happen has begun
  assert.equal(await page.evaluate("rtm.state"), "disconnected");
  assert.equal((await log(workspace)).opened, 1);
});

const freezes = { skip: kind === "firefox" && "Firefox does not freeze pages" };

test("a page that was frozen is back when it resumes, and knows what it missed, if anything", freezes, async (t) => {
  const page = await readyPage(t);
  const workspace = workspaceOf(page);
  const session = await page.createCDPSession();
  // Chromium closes the sockets of a page that it freezes, sooner or later.
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await script(workspace, "say", { text: "meanwhile" });
  await session.send("Page.setWebLifecycleState", { state: "active" });
  // A hidden page has no animation frames to poll in.
  await page.waitForFunction("rtm.state === 'ready' && (texts.includes('meanwhile') || gaps.length === 1)", { polling: 100 });
  assert.equal(await page.evaluate("rtm.sendMessage('back again', 'C0GENERAL').then((reply) => reply.ok)"), true);
});

test("`online` and `offline` have the link probed, and are not believed", async (t) => {
  const page = await readyPage(t);
  const workspace = workspaceOf(page);
  for (const name of ["offline", "online"]) {
    const probed = page.evaluate(() => new Promise((resolve) => rtm.once("latency", resolve)));
    await page.evaluate((type) => void dispatchEvent(new Event(type)), name);
    await probed; // a ping was answered
  }
  assert.deepEqual(await page.evaluate("states"), []);
  assert.equal((await log(workspace)).opened, 1);
});

test("`online` ends the pause between attempts", async (t) => {
  const page = await openPage(t);
  await page.evaluate(async () => {
    await slack("fail-calls", { n: -1 });
    window.rtm = client({ retryConfig: { minTimeout: 3_600_000 } }); // without `online` the test would wait an hour
    const paused = inState(rtm, "reconnecting");
    rtm.start();
    await paused;
    await slack("fail-calls", { n: 0 });
    const ready = inState(rtm, "ready");
    dispatchEvent(new Event("online"));
    await ready;
    await rtm.disconnect();
    logged.length = 0;
  });
});

test("a hidden page stays connected", async (t) => {
  const page = await readyPage(t, { clientPingTimeout: 1000, serverPongTimeout: 500 });
  const front = await openPage(t);
  await front.bringToFront();
  // Its timers are throttled now: pings and their deadlines fire late.
  await page.waitForFunction("document.visibilityState === 'hidden'", { polling: 100 });
  for (let i = 0; i < 5; i++) await page.evaluate(() => new Promise((resolve) => rtm.once("latency", resolve)));
  assert.deepEqual(await page.evaluate("states"), []);
});
