// Values from another window of the page, whose constructors are not the page's own:
// each is taken for what it can do.

import assert from "node:assert/strict";
import test from "node:test";
import { runInNewContext } from "node:vm";
import { fromGo } from "../src/client/errors.js";
import { crossing } from "../src/workers/crossing.js";
import { inPage, openPage, testInPage } from "./browser.js";
import { withHeaders } from "./headers.js";

const code = (name) => `slackclient_${name}_error`;

/** Gives the page `elsewhere`, the window of an iframe. */
const open = async () => {
  const frame = document.createElement("iframe");
  await new Promise((resolve) => {
    frame.onload = resolve;
    document.documentElement.append(frame);
  });
  window.elsewhere = frame.contentWindow;
  return elsewhere.AbortSignal !== AbortSignal;
};

async function inPageWithWindow(t, fn, options) {
  assert.equal(await inPage(t, open), true);
  return inPage(t, fn, options);
}

test("a signal of another window ends each call that takes one", async (t) => {
  const seen = await inPageWithWindow(t, async () => {
    await slack("hold-acks");
    const reason = new elsewhere.Error("enough");
    const ends = {};
    const ended = async (name, call) => {
      const controller = new elsewhere.AbortController();
      const promise = call(controller.signal);
      const caught = promise.catch((error) => error);
      controller.abort(reason);
      const error = await caught;
      ends[name] = [error?.code, error?.cause === reason, error?.original === reason];
    };
    const rtm = client();
    await ended("start", (signal) => rtm.start({ signal }));
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    await ended("sendMessage", (signal) => rtm.sendMessage("one", "C0GENERAL", { signal }));
    await ended("addOutgoingEvent", (signal) => rtm.addOutgoingEvent(true, "message", { text: "two", channel: "C0GENERAL" }, { signal }));
    await ended("call", (signal) => rtm.call("auth.test", {}, { signal }));
    await ended("events", (signal) => rtm.events("message", { signal }).next());
    await ended("waitFor", (signal) => rtm.waitFor("message", { signal, timeout: 60_000 }));
    const controller = new elsewhere.AbortController();
    rtm.on("mine", () => {}, { signal: controller.signal });
    controller.abort();
    const late = await rtm.sendTyping("C0GENERAL", { signal: elsewhere.AbortSignal.abort(reason) }).catch((error) => error.code);
    return { ends, late, listeners: rtm.listenerCount("mine") };
  });
  for (const [name, end] of Object.entries(seen.ends)) assert.deepEqual(end, [code("abort"), true, true], name);
  assert.deepEqual([seen.late, seen.listeners], [code("abort"), 0]);
});

test("what can do what a signal can is one, and nothing else is", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const signal = Object.assign(new EventTarget(), { aborted: false });
    const wait = outcome(rtm.waitFor("mine", { signal }));
    signal.aborted = true;
    signal.dispatchEvent(new Event("abort"));
    const wrong = [new AbortController(), {}, { aborted: false }, new EventTarget(), "signal", true];
    return { wait: await wait, wrong: await Promise.all(wrong.map((signal) => outcome(rtm.waitFor("mine", { signal })))) };
  });
  assert.equal(seen.wait.code, code("abort"));
  for (const error of seen.wrong) assert.equal(error.code, code("invalid_argument"));
});

testInPage("a URL, a module and a signal of another window load the program", async (t) => {
  const page = await openPage(t);
  await page.evaluate(open);
  const seen = await page.evaluate(async () => {
    const wasmModule = await elsewhere.WebAssembly.compileStreaming(fetch("/rtm.wasm"));
    const aborted = await outcome(initialize({ signal: elsewhere.AbortSignal.abort() }));
    await initialize({ wasmURL: new elsewhere.URL("/rtm.wasm", location.href), wasmModule, signal: new elsewhere.AbortController().signal });
    await initialize({ wasmURL: new URL("/rtm.wasm", location.href), wasmModule }); // the same
    const wrong = await outcome(initialize({ wasmModule: { [Symbol.toStringTag]: "Module" } }));
    const rtm = await readyClient();
    return { aborted: aborted.code, wrong: wrong.code, ok: (await rtm.sendMessage("hello", "C0GENERAL")).ok };
  });
  assert.deepEqual(seen, { aborted: code("abort"), wrong: code("invalid_argument"), ok: true });
});

test("a worker's address may be a URL of another window", async (t) => {
  const page = await openPage(t);
  await page.evaluate(open);
  const ok = await page.evaluate(async () => {
    if (location.search.includes("&worker")) return true; // the page has begun with one
    await initialize({ worker: true, workerURL: new elsewhere.URL("/rtm.worker.js", location.href) });
    return (await (await readyClient()).sendMessage("hello", "C0GENERAL")).ok;
  });
  assert.equal(ok, true);
});

test("promises and errors of another window are what they are there", async (t) => {
  const seen = await inPageWithWindow(t, async () => {
    const connect = async () => (await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "xoxb-1" }) })).json();
    let attempts = 0;
    const rtm = client({
      retryConfig: retryPolicies.rapidRetryPolicy,
      getConnection: () => (++attempts === 1 ? elsewhere.Promise.reject(new elsewhere.TypeError("not yet")) : { then: (...args) => connect().then(...args) }),
    }, undefined);
    const failed = once(rtm, "unable_to_rtm_start");
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    const [error] = await failed;
    const thrown = await outcome(rtm.waitFor("mine", { filter: () => { throw new elsewhere.RangeError("of the filter"); } }).finally(rtm.emit("mine")));
    return { message: error.message, cause: error.cause.name, thrown: thrown.name };
  });
  assert.match(seen.message, /not yet/);
  assert.deepEqual([seen.cause, seen.thrown], ["TypeError", "RangeError"]);
});

test("an error of another realm crosses from a worker as an error, without members that cannot", () => {
  const error = runInNewContext("Object.assign(new TypeError('lost', { cause: new RangeError('of the socket') }), { code: 'ECONNRESET', end() {}, socket: {} })");
  const told = fromGo(structuredClone(crossing(error)));
  assert.deepEqual([told instanceof Error, told.name, told.message, told.code], [true, "TypeError", "lost", "ECONNRESET"]);
  assert.deepEqual([told.cause.name, told.cause.message], ["RangeError", "of the socket"]);
});

// What a page without an origin may not do ends in exceptions of the browser's.

test("in a sandboxed frame without an origin what cannot work rejects with a code, and the rest works", async (t) => {
  const from = await withHeaders(t, { "content-security-policy": undefined }, { "access-control-allow-origin": "*" });
  const page = await openPage(t, { from, expected: [/./] });
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.src = location.href.replace("&worker", "");
    document.documentElement.append(frame);
  });
  await page.waitForFunction(() => frames.length === 1);
  const frame = page.frames().find((other) => other !== page.mainFrame());
  await frame.waitForFunction("window.loaded");
  const seen = await frame.evaluate(async () => {
    const withCause = (promise) => promise.then(() => "resolved", ({ code, cause }) => [code, cause instanceof DOMException && cause.name]);
    const worker = await withCause(initialize({ worker: true }));
    const shared = client({ shared: true });
    const calls = [withCause(shared.start()), withCause(shared.sendMessage("lost", "C0GENERAL"))];
    const rest = await Promise.all(calls);
    const alone = shared.stats().aloneBecause;
    await shared.disconnect();
    logged.length = 0; // which says so, too
    const rtm = await readyClient();
    return { origin, worker, rest, alone, text: (await rtm.sendMessage("hello", "C0GENERAL")).text };
  });
  assert.equal(seen.origin, "null");
  assert.equal(seen.worker[0], code("initialize"));
  assert.deepEqual([seen.rest, seen.alone], [["resolved", "resolved"], "there is no SharedWorker here"]);
  assert.equal(seen.text, "hello");
});

test("what the browser throws while a client is started, or the program, is the cause of an error with a code", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    const { SharedWorker } = window;
    window.SharedWorker = class {
      constructor() {
        throw new DOMException("The address cannot be read.", "SyntaxError");
      }
    };
    const rtm = client({ shared: true });
    const ends = [];
    for (let i = 0; i < 2; i++) ends.push(await outcome(rtm.start()).then(({ code, cause }) => [code, cause?.name]));
    await rtm.disconnect();
    window.SharedWorker = SharedWorker;
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    return ends;
  });
  for (const end of seen) assert.deepEqual(end, [code("initialize"), "SyntaxError"]);
});

testInPage("a module that is none is told with a code", async (t) => {
  const page = await openPage(t);
  const error = await page.evaluate(() => outcome(initialize({ wasmModule: { [Symbol.toStringTag]: "WebAssembly.Module" } })));
  assert.deepEqual([error.code, error.cause.name], [code("initialize"), "TypeError"]);
});
