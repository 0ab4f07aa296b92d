// Bad input: from the caller, each a typed error at the call; from Slack, each
// a line in the log. The session goes on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inPage, inWorker, testInPage } from "./browser.js";

const invalid = "slackclient_invalid_argument_error";

function assertInvalid(error, about) {
  assert.ok(error.isTypeError, `${JSON.stringify(error)} is a TypeError`);
  assert.equal(error.code, invalid);
  assert.match(error.message, about);
}

test("the codes of errors are those that rtm.d.ts declares", async (t) => {
  const declared = [...readFileSync(new URL("../rtm.d.ts", import.meta.url), "utf8").matchAll(/readonly (\w+): "(slackclient_\w+)"/g)].map(([, name, code]) => [name, code]);
  const codes = await inPage(t, () => ErrorCode);
  assert.deepEqual(codes, Object.fromEntries(declared));
});

test("isRTMError knows the errors of a client, of another window too, and nothing else", async (t) => {
  const seen = await inPage(t, async () => {
    const frame = document.createElement("iframe");
    document.documentElement.append(frame);
    const foreign = Object.assign(new frame.contentWindow.Error("of another window"), { code: ErrorCode.RequestError });
    const caught = (fn) => {
      try {
        fn();
      } catch (error) {
        return error;
      }
    };
    const errors = [caught(() => new RTMClient("")), await client().waitFor("message", { timeout: 1 }).catch((error) => error), foreign];
    const others = [new Error("plain"), Object.assign(new Error("coded"), { code: "ENOENT" }), new DOMException("aborted", "AbortError"), { code: ErrorCode.RequestError }, ErrorCode.RequestError, null, undefined, new Proxy(new Error("closed"), { get() { throw new Error("not for you"); } })];
    frame.remove();
    return [errors.map(isRTMError), others.map(isRTMError)];
  });
  assert.deepEqual(seen, [[true, true, true], Array(8).fill(false)]);
});

test("a token must be a string that is not empty, or a function", async (t) => {
  const errors = await inPage(t, () => ["", undefined, null, 42, {}, true].map((token) => thrown(() => new RTMClient(token))));
  for (const error of errors) assertInvalid(error, /token must be/);
});

test("without a token there must be getConnection or webClient", async (t) => {
  const errors = await inPage(t, () => [
    thrown(() => new RTMClient(undefined, { getConnection: async () => ({}) })),
    thrown(() => new RTMClient(undefined, { webClient: { apiCall() {} } })),
    thrown(() => new RTMClient("", { getConnection: async () => ({}) })),
  ].map((error) => error ?? "none"));
  assert.deepEqual(errors.slice(0, 2), ["none", "none"]);
  assertInvalid(errors[2], /token must be/);
});

test("call() without a token says so, and takes one with the call", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client({ getConnection: async () => ({}) }, undefined);
    return { none: await outcome(rtm.call("auth.test")), given: (await rtm.call("auth.test", { token: "xoxb-1" })).ok };
  });
  assertInvalid(seen.none, /no token/);
  assert.equal(seen.given, true);
});

// What Go makes of an address is tested with the same file: rtm/core/secure_test.go.
const addresses = JSON.parse(readFileSync(new URL("../../rtm/core/testdata/addresses.json", import.meta.url), "utf8"));

testInPage("an address of the Web API is taken and used as a browser reads it, or refused by the constructor", async (t) => {
  const seen = await inPage(t, async (given) => {
    const seen = [];
    await initialize();
    for (const slackApiUrl of given) {
      const urls = [];
      const fetchOfPage = window.fetch;
      const error = thrown(() => {
        const rtm = client({ slackApiUrl });
        window.fetch = async (url) => {
          urls.push(String(url));
          throw new TypeError("not now");
        };
        seen.push({ started: rtm.call("auth.test").catch((error) => error.code), urls });
      });
      if (error) seen.push({ error });
      else seen.at(-1).started = await seen.at(-1).started;
      window.fetch = fetchOfPage;
    }
    return seen;
  }, { args: [addresses.map(({ given }) => given)] });
  for (const [i, { given, is }] of addresses.entries()) {
    if (is === null) assertInvalid(seen[i].error, /"slackApiUrl" must be/);
    else assert.deepEqual(seen[i], { started: "slackclient_request_error", urls: [`${is}auth.test`] }, given);
  }
});

test("no exception of a browser or of socketFn brings the address of a socket into an error or the log", async (t) => {
  const said = await inPage(t, async (inWorker) => {
    const said = [];
    const open = (url) => new WebSocket(url);
    const fail = (url) => {
      throw new Error(`cannot open ${url}`);
    };
    for (const url of ["wss://host.test:secret/", "wss://[secret]/", "wss://host.test:99999/?ticket=secret"]) {
      for (const socketFn of inWorker ? [undefined] : [undefined, open, fail]) {
        const rtm = client({ getConnection: async () => ({ url }), autoReconnect: false, logLevel: "debug", socketFn }, undefined);
        const over = once(rtm, "disconnected");
        await rtm.start();
        const [error] = await over;
        said.push(plain(error));
      }
    }
    return [...said, ...logged];
  }, { args: [inWorker] });
  assert.ok(said.some(({ message }) => /the browser does not take the address/.test(message)), JSON.stringify(said));
  assert.doesNotMatch(JSON.stringify(said), /secret/);
});

// Every option with values that it must not have.
const wrong = {
  slackApiUrl: [5, "", "slack.com", "ftp://slack.com/", "http://slack.com/api/", null],
  logger: [{}, 1, { debug() {} }, null],
  logLevel: ["loud", 3, null],
  retryConfig: [5, null, { retries: "3" }, { retries: null }, { attempts: 3 }, { randomize: 1 }, { minTimeout: -1 }, { factor: NaN }],
  autoReconnect: ["yes", 0, null],
  useRtmConnect: ["no", 1],
  clientPingTimeout: [0, -1, NaN, 1e300, "6000", null],
  serverPongTimeout: [0, -1, NaN, 1e-9, "4000", null],
  replyAckOnReconnectTimeout: [-1, NaN, "0"],
  webClient: [{}, 1, null],
  socketFn: ["ws", {}],
  slackAPIUrl: [5, "", "slack.com"],
  wsPingInterval: [0, -1, NaN, "5000", null],
  maxPongInterval: [0, -1, NaN, "20000", null],
  maxReconnectionAttempts: [0, -1, 1.5, "3"],
  reconnectionBackoff: [-1, NaN, "3000"],
  getConnection: [{}, "url", null],
  connectTimeout: [-1, NaN, "1"],
  helloTimeout: [-1, NaN, "1"],
  ackTimeout: [-1, NaN, "1"],
  sendQueueLimit: [0, -1, 1.5, NaN, "10"],
  rateLimit: [true, 5, null, {}, { perSecond: 1 }, { perSecond: 0, burst: 1 }, { perSecond: "1", burst: "5" }, { perSecond: 1, burst: 0.5 }],
};

for (const [option, values] of Object.entries(wrong)) {
  test(`a wrong value of ${option} throws a TypeError that names it`, async (t) => {
    // NaN does not survive the way into the page.
    const script = `[${values.map((value) => JSON.stringify(value, (_, v) => (Number.isNaN(v) ? "NaN!" : v))).join(",")}]`.replaceAll('"NaN!"', "NaN");
    const errors = await inPage(t, (option, script) => eval(script).map((value) => thrown(() => new RTMClient("xoxb-1", { [option]: value })) ?? value), { args: [option, script] });
    assert.equal(errors.length, values.length);
    for (const error of errors) assertInvalid(error, new RegExp(`"${option}" must be `));
  });
}

test("an unknown option throws a TypeError that names it, and one that is undefined counts as absent", async (t) => {
  const seen = await inPage(t, () => {
    const none = Object.fromEntries(["slackApiUrl", "logger", "logLevel", "retryConfig", "autoReconnect", "clientPingTimeout", "rateLimit", "webClient"].map((name) => [name, undefined]));
    return {
      unknown: thrown(() => new RTMClient("xoxb-1", { slackApiURI: "https://slack.com/api/" })),
      similar: thrown(() => new RTMClient("xoxb-1", { autoreconnect: true })),
      inherited: thrown(() => new RTMClient("xoxb-1", { toString: 1 })),
      options: [5, "x", []].map((options) => thrown(() => new RTMClient("xoxb-1", options))),
      absent: thrown(() => new RTMClient("xoxb-1", none)) ?? "none",
    };
  });
  assertInvalid(seen.unknown, /no option "slackApiURI"$/);
  assertInvalid(seen.similar, /no option "autoreconnect": is "autoReconnect" meant\?/);
  assertInvalid(seen.inherited, /no option "toString"/);
  for (const error of seen.options) assertInvalid(error, /options must be an object/);
  assert.equal(seen.absent, "none");
});

test("a pong timeout that is not less than the ping interval throws KeepAliveConfigError", async (t) => {
  const errors = await inPage(t, () => [
    { clientPingTimeout: 4000, serverPongTimeout: 4000 }, { clientPingTimeout: 3000 }, { serverPongTimeout: 7000 },
  ].map((options) => thrown(() => new RTMClient("xoxb-1", options))));
  for (const error of errors) assert.equal(error.code, "slackclient_keepalive_config_error");
});

test("what belongs to Node is accepted with one warning each", async (t) => {
  const lines = await inPage(t, () => {
    client({ agent: {}, tls: {} });
    return logged;
  });
  assert.deepEqual(lines.map(([level]) => level), ["warn", "warn"]);
  assert.match(lines[0][1], /"agent"/);
  assert.match(lines[1][1], /"tls"/);
});

test("what v1 to v4 and node-retry knew is accepted, with one warning where it does nothing", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({
      autoReconnect: true, autoMark: true, transport: () => {}, maxRequestConcurrency: 3, agent: null, tls: Symbol("tls"),
      pageSize: 100, rejectRateLimitedCalls: true, clientId: "1.2", clientSecret: "hush", refreshToken: "xoxr-hush", headers: { hush: 1n },
      retryConfig: { forever: true, retries: 3, factor: 2, minTimeout: 100, maxTimeout: 1000, randomize: true, unref: () => {}, maxRetryTime: "1000" },
    });
    const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
    await rtm.disconnect();
    const again = once(rtm, "ready");
    await rtm.start(); // which says nothing again
    await again;
    return { ok, warnings: logged };
  });
  assert.equal(seen.ok, true);
  const named = seen.warnings.map(([level, text]) => `${level} ${text.match(/^The option "(.*?)"/)[1]}`).sort();
  assert.deepEqual(named, [
    "agent", "autoMark", "clientId", "clientSecret", "headers", "maxRequestConcurrency", "pageSize", "refreshToken", "rejectRateLimitedCalls",
    "retryConfig.maxRetryTime", "retryConfig.unref", "tls", "transport",
  ].map((name) => `warn ${name}`));
  assert.doesNotMatch(JSON.stringify(seen.warnings), /hush/);
});

test("null in place of an argument that may be missing counts as missing", async (t) => {
  const seen = await inPage(t, async () => {
    await initialize(null);
    const rtm = await readyClient();
    const mine = rtm.waitFor("mine", null);
    const frames = rtm.events(null, null);
    rtm.emit("mine", 5);
    await rtm.sendTyping("C0GENERAL", null);
    await rtm.subscribePresence([], null);
    await rtm.addOutgoingEvent(false, "typing", null, null);
    const results = {
      waitFor: await mine,
      events: (await frames.return()).done,
      start: [(await rtm.start(null)).ok, (await rtm.start({ token: null })).ok],
      sendMessage: (await rtm.sendMessage("one", "C0GENERAL", null)).text,
      send: [typeof (await rtm.send("typing", null, null)), (await rtm.send({ type: "message", text: "two", channel: "C0GENERAL" }, null)).text],
      ping: typeof (await rtm.ping(null)),
      call: [(await rtm.call("auth.test", null, null)).ok, (await rtm._rtm.connect(null, null)).ok],
      reconnect: (await rtm.reconnect(null)).ok,
      disconnect: await rtm.disconnect(null, null),
      constructor: [new RTMClient("xoxb-1", null), new RTMClient(null, { webClient: { apiCall() {} } })].map(({ state }) => state),
    };
    return { results, none: thrown(() => new RTMClient(null, null)) };
  });
  assert.deepEqual(seen.results, {
    waitFor: 5, events: true, start: [true, true], sendMessage: "one", send: ["number", "two"], ping: "number", call: [true, true], reconnect: true,
    constructor: ["disconnected", "disconnected"],
  });
  assertInvalid(seen.none, /token must be/);
});

test("extreme numbers are taken for what they mean", async (t) => {
  const ok = await inPage(t, async () => {
    const rtm = await readyClient({
      connectTimeout: Infinity, helloTimeout: 1e300, ackTimeout: Infinity, replyAckOnReconnectTimeout: Infinity,
      clientPingTimeout: 1e12, serverPongTimeout: 0.001, sendQueueLimit: 2 ** 31 - 1, rateLimit: { perSecond: 1e9, burst: 1000 },
      retryConfig: { retries: Infinity, minTimeout: 1e300, maxTimeout: Infinity, forever: true },
    });
    return (await rtm.sendMessage("hello", "C0GENERAL")).ok;
  });
  assert.equal(ok, true);
});

test("a logger that throws is reported, and disturbs nothing", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ logLevel: "debug", logger: thrower("of the logger") });
    const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
    return { ok, reported: [...new Set(reported)] };
  });
  assert.deepEqual(seen, { ok: true, reported: ["of the logger"] });
});

// Calls that must reject, and the session that they must not harm.
test("bad arguments reject each call with a TypeError, and the session goes on", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const cycle = {};
    cycle.self = cycle;
    const deep = { toJSON() { throw new RangeError("of toJSON"); } };
    const calls = {
      "no text": () => rtm.sendMessage(undefined, "C0GENERAL"),
      "empty text": () => rtm.sendMessage("", "C0GENERAL"),
      "text is an object": () => rtm.sendMessage({ text: "hello" }, "C0GENERAL"),
      "no conversation": () => rtm.sendMessage("hello"),
      "empty conversation": () => rtm.sendMessage("hello", ""),
      "conversation is a number": () => rtm.sendMessage("hello", 5),
      "options are a string": () => rtm.sendMessage("hello", "C0GENERAL", "thread"),
      "thread_ts is a BigInt": () => rtm.sendMessage("hello", "C0GENERAL", { thread_ts: 1n }),
      "signal is a controller": () => rtm.sendMessage("hello", "C0GENERAL", { signal: new AbortController() }),
      "signal is null": () => rtm.sendTyping("C0GENERAL", { signal: null }),
      "typing nowhere": () => rtm.sendTyping(),
      "presence of a string": () => rtm.subscribePresence("U1"),
      "presence of numbers": () => rtm.subscribePresence([1]),
      "no boolean first": () => rtm.addOutgoingEvent("message", { text: "hello" }),
      "no type": () => rtm.addOutgoingEvent(true),
      "empty type": () => rtm.send(""),
      "body is a string": () => rtm.send("typing", "C0GENERAL"),
      "body is an array": () => rtm.send("typing", []),
      "body is a Date": () => rtm.send("typing", new Date()),
      "body is a cycle": () => rtm.send("typing", cycle),
      "body has a BigInt": () => rtm.send("typing", { n: 1n }),
      "body throws": () => rtm.send("typing", deep),
      "method has a path": () => rtm.call("../chat.update"),
      "no method": () => rtm.call(),
      "arguments are a string": () => rtm.call("auth.test", "token"),
      "arguments are a cycle": () => rtm.call("auth.test", { cycle }),
      "arguments have a function": () => rtm.call("auth.test", { fn() {} }),
      "call options are a number": () => rtm.call("auth.test", {}, 5),
      "start with a string": () => rtm.start("token"),
      "start with an empty token": () => rtm.start({ token: "" }),
      "start with a cycle": () => rtm.start({ cycle }),
      "start with a wrong signal": () => rtm.start({ signal: {} }),
    };
    const errors = {};
    for (const [what, call] of Object.entries(calls)) errors[what] = await outcome(call());
    const { ok } = await rtm.sendMessage("still here", "C0GENERAL");
    return { errors, ok, logged: logged.length, received: (await slackLog()).received.length, state: rtm.state };
  });
  for (const [what, error] of Object.entries(seen.errors)) {
    assert.equal(error.code, invalid, `${what}: ${JSON.stringify(error)}`);
    assert.ok(error.isTypeError, what);
  }
  assert.deepEqual([seen.ok, seen.logged, seen.received, seen.state], [true, 0, 1, "ready"]);
});

test("a listener that is no function throws at once", async (t) => {
  const errors = await inPage(t, () => ["on", "once", "addListener"].map((method) => thrown(() => client()[method]("message", "fn"))));
  for (const error of errors) assert.ok(error.isTypeError);
});

// Frames that are none, each with what the log must say.
const bad = {
  "that is not JSON": ["hello", /not a JSON object/],
  "that is cut short": ['{"type":"message"', /not a JSON object/],
  "that is empty": ["", /not a JSON object/],
  "that is an array": ["[1]", /not a JSON object/],
  "that is null": ["null", /not a JSON object/],
  "without a type": ['{"text":"hello"}', /has no type/],
  "whose type is a number": ['{"type":5}', /has no type/],
  "with a raw U+001E": ['{"type":"mess\u001eage"}', /not a JSON object/],
};

for (const [what, [frame, line]] of Object.entries(bad)) {
  test(`a frame ${what} is one line in the log, and the session goes on`, async (t) => {
    const seen = await inPage(t, async (bad) => {
      const rtm = await readyClient();
      const events = [];
      rtm.on("slack_event", (type) => events.push(type));
      const after = once(rtm, "after");
      await frame(bad);
      await frame({ type: "after" });
      await after;
      return { events, logged, ok: (await rtm.sendMessage("still here", "C0GENERAL")).ok };
    }, { args: [frame] });
    assert.deepEqual(seen.events[0], "after");
    assert.equal(seen.logged.length, 1);
    assert.match(seen.logged[0][1], line);
    assert.equal(seen.ok, true);
  });
}

test("a binary message is one line in the log, and the session goes on", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const after = once(rtm, "after");
    await slack("send-binary", { data: '{"type":"binary"}' });
    await frame({ type: "after" });
    await after;
    return { logged, state: rtm.state };
  });
  assert.equal(seen.logged.length, 1);
  assert.match(seen.logged[0][1], /binary/);
  assert.equal(seen.state, "ready");
});

test("a frame that is nested without end harms nobody", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const after = once(rtm, "after");
    await frame(`{"type":"deep","x":${"[".repeat(300_000)}`);
    await frame(`{"type":"deep","x":${"[".repeat(150_000)}${"]".repeat(150_000)}}`);
    await frame({ type: "after" });
    await after;
    return { logged, ok: (await rtm.sendMessage("still here", "C0GENERAL")).ok };
  });
  assert.ok(seen.logged.length >= 1 && seen.logged.length <= 2, JSON.stringify(seen.logged));
  assert.equal(seen.ok, true);
});

test("a frame of a mebibyte is delivered whole", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const message = once(rtm, "message");
    await slack("flood", { count: 1, size: 1 << 20 });
    const [{ text }] = await message;
    return { length: text.length, ok: (await rtm.sendMessage("still here", "C0GENERAL")).ok, logged };
  });
  assert.ok(seen.length > 1_048_000);
  assert.equal(seen.ok, true);
  assert.deepEqual(seen.logged, []);
});

test("bad frames in the middle of a burst shift nothing", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const seen = [];
    rtm.on("counted", ({ n }) => seen.push(n));
    const last = until(rtm, "counted", ({ n }) => n === 99);
    const frames = Array.from({ length: 100 }, (_, n) => ({ type: "counted", n }));
    // Sent together, so that they come in few messages' time.
    const sent = [];
    for (const [i, value] of frames.entries()) {
      if (i % 10 === 5) sent.push('{"type":"bad\u001e"}', "no JSON", '{"no":"type"}');
      sent.push(JSON.stringify(value));
    }
    for (const text of sent) await frame(text);
    await last;
    return { seen, lines: logged.length };
  });
  assert.deepEqual(seen.seen, Array.from({ length: 100 }, (_, n) => n));
  assert.equal(seen.lines, 30);
});

test("a type such as __proto__ is a type like any other", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const names = [];
    for (const type of ["__proto__", "constructor", "toString", "hasOwnProperty"]) rtm.on(type, (event) => names.push([type, event.type]));
    const after = once(rtm, "after");
    for (const type of ["__proto__", "constructor", "toString", "hasOwnProperty"]) await frame(`{"type":"${type}","__proto__":{"polluted":true}}`);
    await frame({ type: "after" });
    await after;
    return { names, polluted: {}.polluted === true };
  });
  assert.deepEqual(seen.names, ["__proto__", "constructor", "toString", "hasOwnProperty"].map((type) => [type, type]));
  assert.equal(seen.polluted, false);
});

testInPage("keys such as __proto__ do no harm, wherever they stand", async (t) => {
  const seen = await inPage(t, async () => {
    const bad = `"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"prototype":{"polluted":true}`;
    const before = Reflect.ownKeys(Object.prototype).length;
    await initialize(); // the store is in Go
    const store = new MemoryDataStore();
    const rtm = await readyClient({ dataStore: store });
    const after = once(rtm, "after");
    const message = until(rtm, "message", ({ text }) => text === "hi");
    const frames = [
      `{"type":"message","channel":"C0GENERAL","user":"U0000ANNA","ts":"1.000001","text":"hi",${bad},"attachments":[{${bad}}]}`,
      `{"type":"user_change","user":{"id":"__proto__","name":"constructor",${bad},"profile":{${bad}}}}`,
      `{"type":"user_change","user":{"id":"U0000ANNA","name":"__proto__",${bad},"profile":{${bad}}}}`,
      `{"type":"channel_joined","channel":{"id":"__proto__","name":"__proto__",${bad}}}`,
      `{"type":"message","channel":"__proto__","ts":"1.000002",${bad}}`,
      `{"type":"reaction_added","user":"__proto__","reaction":"__proto__","item":{"type":"message","channel":"C0GENERAL","ts":"1.000001",${bad}}}`,
      `{"type":"pref_change","name":"__proto__","value":{"polluted":true}}`,
      `{"type":"presence_change","user":"__proto__","presence":"away",${bad}}`,
      `{"type":"bot_added","bot":{"id":"__proto__",${bad}}}`,
    ];
    for (const text of frames) await frame(text);
    await frame({ type: "after" });
    await after;
    const [event] = await message;
    return {
      ownKey: Object.hasOwn(event, "__proto__"),
      user: store.getUserById("__proto__")?.name,
      channel: store.getChannelById("__proto__")?.id,
      nobody: [store.getUserById("constructor"), store.getChannelByName("toString"), store.getTeamById("hasOwnProperty")].map((found) => found === undefined),
      option: thrown(() => client(JSON.parse(`{${bad}}`))),
      call: (await rtm.call("auth.test", JSON.parse(`{"__proto__":"x","constructor":"y"}`))).ok,
      sent: (await rtm.sendMessage("still there", "C0GENERAL")).ok,
      polluted: [{}, [], () => {}, event, store, rtm, "", 0].filter((value) => value.polluted !== undefined).length,
      added: Reflect.ownKeys(Object.prototype).length - before,
    };
  });
  assertInvalid(seen.option, /"__proto__"/);
  delete seen.option;
  assert.deepEqual(seen, {
    ownKey: true, user: "constructor", channel: "__proto__", nobody: [true, true, true], call: true, sent: true, polluted: 0, added: 0,
  });
});

test("frames with the names of the client's own events pose as none of them", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const own = [
      "connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected",
      "unable_to_rtm_start", "error", "state", "gap", "latency", "raw_message", "slack_event", "outgoing_message",
    ];
    const posed = [], raw = [], all = [], slackNames = [];
    for (const name of own) {
      if (name === "raw_message") rtm.on(name, (text) => raw.push(text));
      else if (name === "slack_event") rtm.on(name, (type) => all.push(type));
      else rtm.on(name, () => posed.push(name));
      rtm.on(`${name}::sub`, () => posed.push(name));
      rtm.on(`slack:${name}`, (event) => slackNames.push(event.type));
    }
    const after = once(rtm, "after");
    for (const type of own) await frame({ type, subtype: "sub", error: { code: 1, msg: "x" } });
    await frame({ type: "after" });
    await after;
    return { own, posed, slackNames, all: all.slice(0, -1), raw: raw.length, state: rtm.state, logged };
  });
  assert.deepEqual(seen.posed, []);
  assert.deepEqual(seen.slackNames, seen.own);
  assert.deepEqual(seen.all, seen.own);
  assert.equal(seen.raw, seen.own.length + 1);
  assert.equal(seen.state, "ready");
  assert.deepEqual(seen.logged, []);
});
