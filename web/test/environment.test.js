// Pages that have changed what JavaScript has by itself: the waits end, and nothing is
// taken from where any script of the page could have put it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inPage, openPage, testInPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

test("where the prototypes of errors are frozen, each wait ends with an error of its own", async (t) => {
  const page = await openPage(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      for (const { prototype } of [Error, TypeError, RangeError, SyntaxError]) Object.freeze(prototype);
    }),
  });
  const seen = await page.evaluate(async () => {
    const rtm = client();
    await slack("refuse", { code: "invalid_auth" });
    const refused = await outcome(rtm.start());
    await slack("stall-calls", { on: true });
    const controller = new AbortController();
    const connecting = once(rtm, "connecting");
    const started = outcome(rtm.start({ signal: controller.signal }));
    await connecting;
    controller.abort();
    const aborted = await started;
    const failing = client({ autoReconnect: false }, () => {
      throw new RangeError("no token");
    });
    const failed = await outcome(failing.start());
    return { aborted, refused, failed, wrong: thrown(() => client({ ackTimeout: -1 })), late: await outcome(rtm.waitFor("message", { timeout: 1 })) };
  });
  assert.deepEqual([seen.aborted.name, seen.aborted.code], ["AbortError", code("abort")]);
  assert.equal(seen.refused.code, code("platform"));
  assert.deepEqual([seen.failed.code, seen.failed.cause.name, seen.failed.cause.message], [code("request"), "RangeError", "no token"]);
  assert.equal(seen.wrong.code, code("invalid_argument"));
  assert.equal(seen.late.code, code("timeout"));
});

test("a signal whose reason cannot be looked at ends what it is to end", async (t) => {
  const seen = await inPage(t, async () => {
    const reason = { get name() { throw new Error("not for you"); } };
    const aborting = (begin) => {
      const controller = new AbortController();
      const ended = outcome(begin(controller.signal));
      controller.abort(reason);
      return ended;
    };
    const rtm = await readyClient();
    await slack("hold-acks", { on: true });
    const other = client();
    return Promise.all([
      aborting((signal) => rtm.sendMessage("hello", "C0GENERAL", { signal })),
      aborting((signal) => rtm.call("auth.test", {}, { signal })),
      aborting((signal) => rtm.waitFor("message", { signal })),
      aborting((signal) => rtm.events("message", { signal }).next()),
      aborting((signal) => other.start({ signal })),
      aborting((signal) => rtm.ping({ signal })),
      outcome(rtm.call("auth.test", {}, { signal: AbortSignal.abort(reason) })),
    ]);
  });
  for (const [i, error] of seen.entries()) assert.deepEqual([error.name, error.code], ["AbortError", code("abort")], `${i}`);
});

test("a function that throws what has no words fails its attempt, and no more", async (t) => {
  const error = await inPage(t, async () => {
    const wordless = { get message() { throw this; }, get name() { throw this; } };
    return outcome(client({ autoReconnect: false }, () => Promise.reject(wordless)).start());
  });
  assert.equal(error.code, code("request"));
});

testInPage("nothing is taken from Object.prototype: no option, no signal, no address for the token", async (t) => {
  const seen = await inPage(t, async () => {
    const elsewhere = "http://127.0.0.1:9/";
    const planted = {
      slackApiUrl: elsewhere, slackAPIUrl: elsewhere, token: "xoxb-planted", webClient: { apiCall: () => ({ ok: false, error: "planted" }) }, getConnection: () => ({ url: elsewhere }),
      socketFn: () => null, logger: () => {}, logLevel: "debug", autoReconnect: false, useRtmConnect: false, shared: true, dataStore: {}, backfill: () => [], clientPingTimeout: 1,
      retryConfig: { retries: 0 }, retries: 0, forever: false, perSecond: 0.001, burst: 1, sendQueueLimit: 1, connectTimeout: 1,
      signal: AbortSignal.abort(), timeout: 1, limit: 1, filter: () => false, wasmURL: "/nowhere.wasm", integrity: false, worker: true, cause: "planted", data: "{", type: "planted",
      needsConnection: true, unqueued: true, once: true, steal: true,
    };
    const asked = [];
    const fetchOfPage = window.fetch;
    window.fetch = (url, init) => {
      asked.push(String(url));
      return fetchOfPage(url, init);
    };
    const names = Object.keys(planted);
    // What the tests use reads options, too.
    const options = Object.assign(Object.create(null), { slackApiUrl: apiURL(), retryConfig: { minTimeout: 1 }, rateLimit: false });
    const controlled = async (verb) => void (await fetchOfPage(`/workspaces/${workspace}/control/${verb}`, Object.assign(Object.create(null), { method: "POST" })));
    const seen = {};
    for (const name of names) Object.defineProperty(Object.prototype, name, { value: planted[name], configurable: true, writable: true });
    try {
      await initialize();
      const rtm = new RTMClient("xoxb-given", options);
      const ready = rtm.waitFor("ready");
      seen.answer = (await rtm.start()).ok;
      await ready;
      seen.text = (await rtm.sendMessage("hello", "C0GENERAL")).text;
      const again = rtm.waitFor("ready");
      await controlled("drop");
      await again; // so autoReconnect is what it is by default
      seen.call = (await rtm.call("auth.test")).ok;
      const error = await rtm.call("unknown.method").catch((error) => error);
      seen.error = [error.code, Object.hasOwn(error, "cause")];
      await rtm.disconnect();
      seen.state = rtm.state;
      new RTMClient("xoxb-given").call("auth.test").catch(() => {});
      while (!asked.some((url) => url.includes("slack.com"))) await new Promise((resolve) => setTimeout(resolve));
    } finally {
      for (const name of names) delete Object.prototype[name];
      window.fetch = fetchOfPage;
    }
    return { seen, asked: asked.filter((url) => !url.startsWith(apiURL()) && !url.startsWith(`${location.origin}/rtm.wasm?`)) };
  }, { fresh: true, expected: [/slack\.com/, /the next attempt is in/] });
  assert.deepEqual(seen.seen, { answer: true, text: "hello", call: true, error: [code("platform"), false], state: "disconnected" });
  assert.deepEqual(seen.asked, ["https://slack.com/api/auth.test"]);
});

test("options of a caller's own class count, with its getters, each of which is read once", async (t) => {
  const seen = await inPage(t, async () => {
    const reads = [];
    class Base {
      get slackApiUrl() {
        reads.push("slackApiUrl");
        return apiURL();
      }
    }
    class Options extends Base {
      get retryConfig() {
        reads.push("retryConfig");
        return { minTimeout: 1, maxTimeout: 1, forever: true };
      }
      autoReconnect = false;
    }
    const wrong = thrown(() => new RTMClient("xoxb-1", new (class extends Base {
      get ackTimeout() {
        return -1;
      }
    })()));
    const throwing = thrown(() => new RTMClient("xoxb-1", { get ackTimeout() { throw new Error("not for you"); } }));
    reads.length = 0;
    const rtm = new RTMClient("xoxb-secret", new Options());
    const over = once(rtm, "disconnected");
    const ready = once(rtm, "ready");
    const { ok } = await rtm.start();
    await ready;
    await slack("drop");
    await over;
    return { reads: reads.sort(), ok, wrong, throwing };
  }, { expected: [/the session has ended for good/] });
  assert.deepEqual([seen.reads, seen.ok], [["retryConfig", "slackApiUrl"], true]);
  assert.deepEqual([seen.wrong.code, seen.throwing.code, seen.throwing.cause.message], [code("invalid_argument"), code("invalid_argument"), "not for you"]);
  assert.match(seen.wrong.message, /"ackTimeout"/);
});

/** Defines `fakes()` in a page, which puts sinon's fake timers in place of the page's. */
const fakeTimers = `window.fakes = () => {
  const module = { exports: {} };
  const require = (name) => {
    if (name === "@sinonjs/commons") return { global: globalThis };
    throw new Error(name + " is Node's");
  };
  (function (module, exports, require) { ${readFileSync(createRequire(import.meta.url).resolve("@sinonjs/fake-timers"), "utf8")} })(module, module.exports, require);
  return module.exports.install({ now: 1_000, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance", "queueMicrotask"] });
}`;

/** Has a client do what needs timers: the second message waits for its turn. */
const sendsTwo = `window.sendsTwo = async (rtm) => {
  const ready = rtm.waitFor("ready");
  await rtm.start();
  await ready;
  const sent = await Promise.all(["one", "two"].map((text) => rtm.sendMessage(text, "C0GENERAL")));
  await rtm.disconnect();
  return sent.map(({ text }) => text);
}`;

const timely = { rateLimit: { perSecond: 20, burst: 1 } };

test("fake timers that are installed after the import change nothing", async (t) => {
  const page = await openPage(t, { prepare: (page) => page.evaluateOnNewDocument(`${fakeTimers}; ${sendsTwo}`) });
  const seen = await page.evaluate(async (timely) => {
    fakes();
    const rtm = client(timely);
    const began = rtm.stats().since;
    return { texts: await sendsTwo(rtm), isNow: began > 1_000_000, late: await outcome(rtm.waitFor("message", { timeout: 20 })) };
  }, timely);
  assert.deepEqual(seen.texts, ["one", "two"]);
  assert.ok(seen.isNow);
  assert.equal(seen.late.code, code("timeout"));
});

const fakesFirst = { prepare: (page) => page.evaluateOnNewDocument(`${fakeTimers}; ${sendsTwo}; window.clock = fakes()`) };

testInPage("fake timers that are there before the import drive the client", async (t) => {
  const page = await openPage(t, fakesFirst);
  const seen = await page.evaluate(async () => {
    await slack("stall-calls", { on: true });
    const rtm = client({ connectTimeout: 60_000, autoReconnect: false });
    const connecting = once(rtm, "connecting");
    let ended;
    const started = outcome(rtm.start()).then((error) => (ended = error));
    const late = outcome(rtm.waitFor("message", { timeout: 3_600_000 }));
    await connecting;
    await clock.tickAsync(59_900);
    await slackLog();
    const before = ended;
    await clock.tickAsync(200);
    await started;
    await clock.tickAsync(3_600_000);
    return { before, error: ended, late: await late };
  });
  assert.deepEqual([seen.before, seen.error.code], [undefined, code("rtmclient_connect_timeout")]);
  assert.ok([code("timeout"), code("rtmclient_disconnected")].includes(seen.late.code));
});

testInPage("when fake timers are uninstalled, no wait is stranded, and no later client", async (t) => {
  const page = await openPage(t, fakesFirst);
  const seen = await page.evaluate(async (timely) => {
    await slack("stall-calls", { on: true });
    const rtm = client({ connectTimeout: 200, autoReconnect: false });
    const connecting = once(rtm, "connecting");
    const started = outcome(rtm.start());
    const late = outcome(client().waitFor("message", { timeout: 200 }));
    await connecting;
    await clock.tickAsync(100);
    clock.setSystemTime(7 * 86_400_000); // far from the page's own
    clock.uninstall();
    const ended = [(await started).code, (await late).code];
    await slack("stall-calls", { on: false });
    return { ended, texts: await sendsTwo(client(timely)), again: await sendsTwo(rtm) };
  }, timely);
  assert.deepEqual(seen, { ended: [code("rtmclient_connect_timeout"), code("timeout")], texts: ["one", "two"], again: ["one", "two"] });
});
