// Where a session can be shared, and what becomes of the option where it cannot: the
// client has a session of its own, and says so in the log and in stats().

import assert from "node:assert/strict";
import test from "node:test";
import { log, openPage, origin } from "../browser.js";
import { withHeaders } from "../headers.js";
import { code, hears, newWorkspace, say } from "./tabs.js";

/** In a page: a client that asks for a shared session, as far as it comes. */
const begin = async () => {
  window.heard = [];
  window.rtm = client({ shared: true });
  rtm.on("message", ({ text }) => heard.push(text));
  const ready = once(rtm, "ready");
  await rtm.start();
  await ready;
  const { ok } = await rtm.sendMessage("I can send", "C0GENERAL");
  return { ok, shared: rtm.stats().shared, said: logged.filter(([, text]) => /\bshare/.test(text)) };
};

function hasItsOwn({ ok, shared, said }) {
  assert.deepEqual([ok, shared, said.length], [true, false, 1], JSON.stringify(said));
  assert.equal(said[0][0], "warn");
}

/** What a page may lack. */
const lacks = {
  "SharedWorker": () => void Object.defineProperty(window, "SharedWorker", { value: undefined }),
  "Web Locks": () => void Object.defineProperty(navigator, "locks", { value: undefined }),
  "the right to a SharedWorker": () => {
    window.SharedWorker = function () {
      throw new DOMException("shared workers are denied to this page", "SecurityError");
    };
  },
  "the right to Web Locks": () => {
    navigator.locks.request = () => Promise.reject(new DOMException("locks are denied to this page", "SecurityError"));
  },
};

for (const [what, take] of Object.entries(lacks)) {
  test(`without ${what} tabs have their own sessions, and say so`, async (t) => {
    const workspace = newWorkspace();
    const tabs = [];
    for (let i = 0; i < 2; i++) {
      const tab = await openPage(t, { workspace });
      await tab.evaluate(take);
      hasItsOwn(await tab.evaluate(begin));
      tabs.push(tab);
    }
    assert.equal((await log(workspace)).opened, 2);
  });
}

test("where all is there, stats() says that the session is shared", async (t) => {
  const workspace = newWorkspace();
  for (let i = 0; i < 2; i++) {
    const { ok, shared, said } = await (await openPage(t, { workspace })).evaluate(begin);
    assert.deepEqual([ok, shared, said], [true, true, []]);
  }
  const { shared } = await (await openPage(t, { workspace })).evaluate(async () => (await readyClient()).stats());
  assert.ok(!shared);
  assert.equal((await log(workspace)).opened, 2);
});

test("at an opaque origin a client has its own session", async (t) => {
  const from = await withHeaders(t, { "content-security-policy": "sandbox allow-scripts" }, { "access-control-allow-origin": "*" });
  const page = await openPage(t, { from });
  assert.equal(await page.evaluate("origin"), "null");
  hasItsOwn(await page.evaluate(begin));
});

test("with a script of another origin it has its own session", async (t) => {
  const from = await withHeaders(t, { "content-security-policy": undefined }, { "access-control-allow-origin": "*" });
  const page = await openPage(t);
  const elsewhere = await openPage(t, { from });
  assert.notEqual(new URL(page.url()).origin, new URL(elsewhere.url()).origin);
  await elsewhere.evaluate(async (elsewhere) => {
    const { RTMClient } = await import(`${elsewhere}/rtm.js`);
    window.RTMClient = RTMClient;
  }, (await withHeaders(t, {}, { "access-control-allow-origin": "*" })));
  hasItsOwn(await elsewhere.evaluate(async () => {
    const rtm = new RTMClient("xoxb-secret", { slackApiUrl: apiURL(), shared: true, logger: (level, text) => logged.push([level, text]) });
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    const { ok } = await rtm.sendMessage("I can send", "C0GENERAL");
    return { ok, shared: rtm.stats().shared, said: logged.filter(([, text]) => /\bshare/.test(text)) };
  }));
});

test("in a worker of the page it has its own session", async (t) => {
  const page = await openPage(t);
  hasItsOwn(await page.evaluate(() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    new Worker("/test/shares.js", { type: "module" }).postMessage(apiURL(), [port2]);
  })));
});

test("a policy that forbids the worker is an InitializeError that names worker-src", async (t) => {
  const policy = `script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'; connect-src 'self' ws:`;
  const from = await withHeaders(t, { "content-security-policy": policy });
  const page = await openPage(t, { from, expected: [/worker-src/] });
  const error = await page.evaluate(() => outcome(client({ shared: true }).start()));
  assert.equal(error.code, code("initialize"), error.message);
  assert.match(error.message, /worker-src/);
});

test("a worker of another release is an InitializeError that says to reload the page", async (t) => {
  const page = await openPage(t, { expected: [/another release/] });
  const error = await page.evaluate(async () => {
    await initialize({ workerURL: "/test/another-build.js" });
    return outcome(client({ shared: true }).start());
  });
  assert.equal(error.code, code("initialize"), error.message);
  assert.match(error.message, /reload the page/);
});

test("frames of one origin share with their page", async (t) => {
  const from = await withHeaders(t, { "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ws:" });
  const workspace = newWorkspace();
  const page = await openPage(t, { from, workspace });
  assert.equal((await page.evaluate(begin)).ok, true);
  const frame = await page.evaluateHandle(async () => {
    const frame = document.createElement("iframe");
    frame.src = location.href;
    await new Promise((resolve) => {
      frame.onload = resolve;
      document.documentElement.append(frame);
    });
    return frame;
  });
  const inner = await frame.contentFrame();
  await inner.waitForFunction("window.loaded");
  assert.equal((await inner.evaluate(begin)).ok, true);
  await say(workspace, "to both");
  for (const each of [page, inner]) await hears(each, "to both");
  assert.equal((await log(workspace)).opened, 1);
});

test("a private window has sessions of its own, which its tabs share", async (t) => {
  const workspace = newWorkspace();
  const page = await openPage(t, { workspace });
  assert.equal((await page.evaluate(begin)).ok, true);
  const context = await page.browser().createBrowserContext();
  t.after(() => context.close());
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const tab = await context.newPage();
    await tab.goto(`${origin}/test/blank.html?workspace=${workspace}`);
    await tab.waitForFunction("window.loaded");
    const { ok, shared } = await tab.evaluate(begin);
    assert.deepEqual([ok, shared], [true, true]);
    tabs.push(tab);
  }
  await say(workspace, "to all");
  for (const tab of [page, ...tabs]) await hears(tab, "to all");
  assert.equal((await log(workspace)).opened, 2);
});
