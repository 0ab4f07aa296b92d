// The members, options, events and constants of @slack/client v3, by name.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, testInPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

// Events

test("the events of a start come in v3's order", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const events = record(rtm, ...Object.values(CLIENT_EVENTS.RTM));
    const opened = once(rtm, "open");
    rtm.start();
    await opened;
    return events;
  });
  assert.deepEqual(seen, ["connecting", "authenticated", "ws_opening", "ws_opened", "raw_message", "open"]);
});

test("ws_close and attempting_reconnect tell of a connection that was lost, before the next start's events", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const events = record(rtm, ...Object.values(CLIENT_EVENTS.RTM));
    const closed = once(rtm, "ws_close");
    const connected = new Promise((resolve) => rtm.on("ws_close", () => resolve([rtm.connected, rtm.ws])));
    const opened = once(rtm, "open");
    await slack("close", { code: 4001, reason: "enough" });
    await opened;
    return { events, closed: await closed, connected: await connected };
  });
  assert.deepEqual(seen.events, ["ws_close", "attempting_reconnect", "connecting", "authenticated", "ws_opening", "ws_opened", "raw_message", "open"]);
  assert.deepEqual(seen.closed, [4001, "enough"]);
  assert.deepEqual(seen.connected, [false, null]);
});

test("unable_to_rtm_start and disconnect tell of a failure for good, with Slack's word", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("refuse", { code: "account_inactive" });
    const rtm = client();
    const events = record(rtm, ...Object.values(CLIENT_EVENTS.RTM));
    const disconnected = once(rtm, "disconnect");
    rtm.start();
    const [error, word] = await disconnected;
    return { events, code: error.code, word };
  });
  assert.deepEqual(seen, { events: ["connecting", "unable_to_rtm_start", "disconnect"], code: code("platform"), word: "account_inactive" });
});

test("without autoReconnect the close of the socket is followed by disconnect", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ autoReconnect: false });
    const events = record(rtm, ...Object.values(CLIENT_EVENTS.RTM));
    const disconnected = once(rtm, "disconnect");
    await slack("drop");
    const [error, word] = await disconnected;
    return { events, codes: [error.code, word] };
  });
  assert.deepEqual(seen, { events: ["ws_close", "disconnect"], codes: [code("rtmclient_websocket"), code("rtmclient_websocket")] });
});

test("rate_limited tells how long Slack asks to wait", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("rate-limit", { method: "auth.test", after: 7 });
    const rtm = client();
    const limited = once(rtm, "rate_limited");
    const error = await outcome(rtm.call("auth.test"));
    return { seconds: await limited, retryAfter: error.retryAfter };
  });
  assert.deepEqual(seen, { seconds: [7], retryAfter: 7 });
});

testInPage("ws_error brings what the socket said, and a frame of Slack's does not pose as one of v3's events", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("refuse-opens", { n: 1 });
    const rtm = client({ retryConfig: retryPolicies.rapidRetryPolicy, socketFn: (url) => new EmitterSocket(url) });
    const failed = once(rtm, "ws_error");
    const closed = once(rtm, "ws_close");
    const opened = once(rtm, "open");
    rtm.start();
    const message = (await failed)[0].message;
    const [closeCode] = await closed;
    await opened;
    const posed = record(rtm, "disconnect", "open");
    const passed = once(rtm, "slack:open");
    await frame({ type: "disconnect" });
    await frame({ type: "open" });
    await passed;
    return { message, closeCode, posed };
  });
  assert.deepEqual(seen, { message: "refused", closeCode: 1006, posed: [] });
});

// Options

test("slackAPIUrl is slackApiUrl", async (t) => {
  const ok = await inPage(t, async () => (await client({ slackApiUrl: undefined, slackAPIUrl: apiURL() }).start()).ok);
  assert.equal(ok, true);
});

test("an option given in both spellings throws a TypeError that names them", async (t) => {
  const errors = await inPage(t, () => [
    { slackApiUrl: apiURL(), slackAPIUrl: apiURL() },
    { clientPingTimeout: 6000, wsPingInterval: 6000 },
    { serverPongTimeout: 4000, maxPongInterval: 4000 },
  ].map((options) => thrown(() => new RTMClient("xoxb-1", options))));
  const names = [/"slackAPIUrl" and "slackApiUrl"/, /"wsPingInterval" and "clientPingTimeout"/, /"maxPongInterval" and "serverPongTimeout"/];
  errors.forEach((error, i) => {
    assert.ok(error.isTypeError);
    assert.match(error.message, names[i]);
  });
});

test("maxReconnectionAttempts and reconnectionBackoff are retries and the pause, and each warns once", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("fail-calls", { n: -1 });
    const rtm = client({ maxReconnectionAttempts: 2, reconnectionBackoff: 1 });
    const warnings = logged.splice(0);
    const attempts = record(rtm, "connecting");
    const error = await outcome(rtm.start());
    logged.length = 0;
    return { warnings, attempts: attempts.length, code: error.code };
  });
  assert.deepEqual(seen.warnings, [
    ["warn", 'The option "maxReconnectionAttempts" is deprecated: use retryConfig'],
    ["warn", 'The option "reconnectionBackoff" is deprecated: use retryConfig'],
  ]);
  assert.equal(seen.attempts, 3);
  assert.equal(seen.code, code("request"));
});

test("wsPingInterval and maxPongInterval say when a silent connection is given up, whichever is longer", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ wsPingInterval: 20, maxPongInterval: 300, retryConfig: retryPolicies.rapidRetryPolicy });
    const latency = once(rtm, "latency");
    await latency; // a ping was answered
    const lost = once(rtm, "error");
    await slack("half-open", { on: true });
    const [error] = await lost;
    await slack("half-open", { on: false });
    logged.length = 0;
    return error.message;
  });
  assert.match(seen, /silent for 300ms after a ping/);
});

test("transport and maxRequestConcurrency belong to Node: one warning each", async (t) => {
  const lines = await inPage(t, () => {
    client({ transport: () => {}, maxRequestConcurrency: 1 });
    return logged.splice(0).map(([, text]) => text);
  });
  assert.deepEqual(lines, ['The option "transport" belongs to Node and does nothing in a page', 'The option "maxRequestConcurrency" belongs to Node and does nothing in a page']);
});

test("logger is called with level and text, and v3's levels let everything through", async (t) => {
  const seen = await inPage(t, async () => {
    const levels = {};
    for (const logLevel of ["verbose", "silly", "info"]) {
      const lines = [];
      const rtm = client({ logLevel, logger: (level, text) => lines.push([level, typeof text]) });
      await rtm.start();
      await rtm.disconnect();
      levels[logLevel] = lines.some(([level, text]) => level === "debug" && text === "string");
    }
    return levels;
  });
  assert.deepEqual(seen, { verbose: true, silly: true, info: false });
});

// Properties

testInPage("ws is the active socket, and _socketFn makes it", async (t) => {
  const seen = await inPage(t, async () => {
    const made = [];
    const socketFn = (url) => {
      made.push(new WebSocket(url));
      return made.at(-1);
    };
    const rtm = client({ socketFn, retryConfig: retryPolicies.rapidRetryPolicy });
    const before = rtm.ws;
    const opened = once(rtm, "open");
    await rtm.start();
    await opened;
    const first = rtm.ws === made[0];
    const again = once(rtm, "open");
    await slack("drop");
    await again;
    const second = rtm.ws === made[1];
    await rtm.disconnect();
    return { before, first, second, after: rtm.ws, same: rtm._socketFn === socketFn, own: typeof client()._socketFn, count: made.length };
  });
  assert.deepEqual(seen, { before: null, first: true, second: true, after: null, same: true, own: "function", count: 2 });
});

testInPage("ws moves to the socket that takes over after a goodbye", async (t) => {
  const seen = await inPage(t, async () => {
    const made = [];
    const rtm = await readyClient({ socketFn: (url) => made[made.push(new WebSocket(url)) - 1] });
    const events = record(rtm, "ws_close", "open", "attempting_reconnect");
    const old = rtm.ws;
    const gone = new Promise((resolve) => old.addEventListener("close", resolve));
    const moved = once(rtm, "gap");
    const logs = slackLogWhen((log) => log.opened === 2);
    await slack("goodbye");
    await logs;
    await moved;
    await gone;
    logged.length = 0;
    return { old: rtm.ws === old, now: rtm.ws === made[1], events };
  });
  assert.deepEqual(seen, { old: false, now: true, events: [] });
});

testInPage("ws is the new socket also while the old one is kept for a reply that it owes", async (t) => {
  const seen = await inPage(t, async () => {
    const made = [];
    const rtm = await readyClient({ socketFn: (url) => made[made.push(new WebSocket(url)) - 1] });
    await slack("hold-acks");
    const sent = rtm.sendMessage("the old socket owes a reply", "C0GENERAL");
    const moved = once(rtm, "gap");
    await slack("goodbye");
    const [{ recovered }] = await moved;
    const during = { isNew: rtm.ws === made[1], old: made[0].readyState };
    const heard = once(rtm, "message");
    rtm.handleWsMessage(JSON.stringify({ type: "message", channel: "C0GENERAL", text: "brought by hand" }));
    const [{ text }] = await heard;
    const gone = new Promise((resolve) => made[0].addEventListener("close", resolve));
    await slack("hold-acks", { on: false });
    const { ok } = await sent;
    await gone;
    logged.length = 0;
    return { recovered, during, text, ok };
  });
  assert.deepEqual(seen, { recovered: true, during: { isNew: true, old: 1 }, text: "brought by hand", ok: true });
});

test("_pingTimer is an object while pings run, which clearInterval does not mind", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const before = rtm._pingTimer;
    const opened = once(rtm, "open");
    rtm.start();
    await opened;
    const during = typeof rtm._pingTimer;
    clearInterval(rtm._pingTimer);
    await rtm.disconnect();
    return [before, during, rtm._pingTimer];
  });
  assert.deepEqual(seen, [null, "object", null]);
});

// Methods

test("login starts, and warns once that it is deprecated", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const { ok } = await rtm.login({ presence_sub: true });
    await rtm.login();
    return { ok, form: (await slackLog()).calls[0].form.presence_sub, logged: logged.splice(0) };
  });
  assert.deepEqual(seen, { ok: true, form: "1", logged: [["warn", "login() is deprecated: use start()"]] });
});

test("nextMessageId counts on with the sends", async (t) => {
  const ids = await inPage(t, async () => {
    const rtm = await readyClient();
    const first = rtm.nextMessageId();
    const { reply_to } = await rtm.sendMessage("hello", "C0GENERAL");
    return [first, reply_to, rtm.nextMessageId()];
  });
  assert.deepEqual(ids, [1, 2, 3]);
});

test("connect opens the URL that it is given, without a call, and reconnections ask Slack", async (t) => {
  const seen = await inPage(t, async () => {
    const { url } = await client().call("rtm.connect");
    const calls = (await slackLog()).calls.length;
    const rtm = client({ retryConfig: retryPolicies.rapidRetryPolicy });
    const events = record(rtm, "connecting", "authenticated", "ws_opening", "ws_opened", "open");
    const opened = once(rtm, "open");
    const answer = await rtm.connect(url);
    await opened;
    const user = rtm.activeUserId ?? "unknown";
    const again = once(rtm, "open");
    await slack("drop");
    await again;
    return { right: answer.url === url, keys: Object.keys(answer), events: events.slice(0, 5), user, later: rtm.activeUserId, calls: (await slackLog()).calls.length - calls };
  });
  assert.deepEqual(seen, {
    right: true, keys: ["ok", "url"], events: ["connecting", "authenticated", "ws_opening", "ws_opened", "open"], user: "unknown", later: "U00000BOT", calls: 1,
  });
});

test("connect without a URL rejects with a TypeError", async (t) => {
  const errors = await inPage(t, () => Promise.all([undefined, "", 5, null].map((url) => outcome(client().connect(url)))));
  for (const error of errors) assert.ok(error.isTypeError && /needs the URL/.test(error.message));
});

test("disconnect passes its arguments on to the event, and a later start begins afresh", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const told = once(rtm, "disconnect");
    await rtm.disconnect("enough", 4000);
    const first = await told;
    const opened = once(rtm, "open");
    await rtm.start();
    await opened;
    const again = once(rtm, "disconnect");
    await rtm.disconnect();
    return [first, (await again).length, rtm.state];
  });
  assert.deepEqual(seen, [["enough", 4000], 2, "disconnected"]);
});

testInPage("reconnect replaces the socket without a pause, and resolves with Slack's answer", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: { minTimeout: 3_600_000 } }); // with a pause the test would wait an hour
    const old = rtm.ws;
    const events = record(rtm, "attempting_reconnect", "connecting", "authenticated", "open", "ws_close");
    const opened = once(rtm, "open");
    const { ok } = await rtm.reconnect();
    await opened;
    const { text } = await rtm.sendMessage("on the new socket", "C0GENERAL");
    return { ok, events, text, replaced: rtm.ws !== old };
  });
  assert.deepEqual(seen, { ok: true, events: ["attempting_reconnect", "connecting", "authenticated", "open"], text: "on the new socket", replaced: true });
});

test("reconnect leaves an attempt under way alone, unless it is forced", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-hello", { on: true });
    const rtm = client();
    const waiting = inState(rtm, "handshaking");
    await rtm.start();
    await waiting;
    const events = record(rtm, "attempting_reconnect");
    await rtm.reconnect();
    const unforced = events.length;
    await slack("stall-hello", { on: false });
    const opened = once(rtm, "open");
    await rtm.reconnect(true);
    await opened;
    return { unforced, forced: events.length };
  });
  assert.deepEqual(seen, { unforced: 0, forced: 1 });
});

test("reconnect of a client that is disconnected is the last start again", async (t) => {
  const forms = await inPage(t, async () => {
    const rtm = client();
    await rtm.start({ batch_presence_aware: true });
    await rtm.disconnect();
    await rtm.reconnect();
    return (await slackLog()).calls.map((call) => call.form.batch_presence_aware);
  });
  assert.deepEqual(forms, ["1", "1"]);
});

test("handleWsOpen emits ws_opened", async (t) => {
  const events = await inPage(t, () => {
    const rtm = client();
    const events = record(rtm, "ws_opened");
    rtm.handleWsOpen();
    return events;
  });
  assert.deepEqual(events, ["ws_opened"]);
});

test("handleWsMessage takes a frame as if the socket had brought it: as text, in an event, or without a socket", async (t) => {
  const seen = await inPage(t, async () => {
    const texts = [];
    const rtm = await readyClient();
    rtm.on("message::bot_message", ({ text }) => texts.push(text));
    const raw = record(rtm, "raw_message");
    const say = (text) => JSON.stringify({ type: "message", subtype: "bot_message", text, channel: "C0GENERAL", ts: "1.0" });
    const heard = until(rtm, "message", ({ text }) => text === "two");
    rtm.handleWsMessage(say("one"));
    rtm.handleWsMessage({ data: say("two") });
    await heard;
    await rtm.disconnect();
    rtm.handleWsMessage(say("three"));
    return { texts, raw: raw.length };
  });
  assert.deepEqual(seen, { texts: ["one", "two", "three"], raw: 3 });
});

test("handleWsMessage with what is no frame is a line in the log", async (t) => {
  const lines = await inPage(t, async () => {
    const rtm = await readyClient();
    rtm.handleWsMessage("{");
    rtm.handleWsMessage(undefined);
    const passed = once(rtm, "slack:test");
    rtm.handleWsMessage('{"type":"test"}');
    await passed;
    await rtm.disconnect();
    rtm.handleWsMessage("{");
    rtm.handleWsMessage("null");
    return logged.splice(0).map(([, text]) => text);
  });
  assert.equal(lines.length, 4);
  for (const line of lines) assert.match(line, /dropped/);
});

test("handleWsError emits ws_error, and that is all", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const told = once(rtm, "ws_error");
    rtm.handleWsError("of the test");
    return [await told, rtm.connected];
  });
  assert.deepEqual(seen, [["of the test"], true]);
});

testInPage("handleWsClose closes the socket, whatever its code and however long its reason", async (t) => {
  const seen = await inPage(t, async () => {
    const seen = [];
    const given = [
      [4000, "x".repeat(200)], [4000, "x".repeat(123)], [4000, "é".repeat(100)], [4000, `a${"😀".repeat(40)}`], [4000, "x".repeat(1e6)],
      [1006, "of no code that may be sent"], [999], [4999.5], [70000], ["4002"], [null, null], [],
    ];
    for (const [code, reason] of given) {
      const sent = [];
      const socketFn = (url) => {
        const socket = new WebSocket(url);
        socket.close = (...end) => sent.push(end) && WebSocket.prototype.close.apply(socket, end);
        return socket;
      };
      const rtm = await readyClient({ socketFn, autoReconnect: false });
      const [socket, closed, gone] = [rtm.ws, once(rtm, "ws_close"), once(rtm, "disconnect")];
      rtm.handleWsClose(code, reason);
      const told = await closed;
      await gone;
      seen.push([socket.readyState > 1, sent.length, ...sent[0], told[0], told[1] === (reason ?? "")]);
    }
    logged.length = 0;
    await slackLogWhen((log) => log.sockets === 0);
    return seen;
  });
  assert.deepEqual(seen, [
    [true, 1, 4000, "x".repeat(123), 4000, true],
    [true, 1, 4000, "x".repeat(123), 4000, true],
    [true, 1, 4000, "é".repeat(61), 4000, true],
    [true, 1, 4000, `a${"😀".repeat(30)}`, 4000, true],
    [true, 1, 4000, "x".repeat(123), 4000, true],
    [true, 1, 1000, "of no code that may be sent", 1006, true],
    [true, 1, 1000, "", 999, true],
    [true, 1, 1000, "", 4999, true],
    [true, 1, 1000, "", 70000, true],
    [true, 1, 4002, "", 4002, true],
    [true, 1, 1000, "", 1006, true],
    [true, 1, 1000, "", 1006, true],
  ]);
});

testInPage("a socket of socketFn that refuses a code and a reason is closed without", async (t) => {
  const seen = await inPage(t, async () => {
    const ended = [];
    class Strict extends EmitterSocket {
      close(...end) {
        if (end.length > 0) throw new Error("no arguments, please");
        ended.push(this);
        super.close();
      }
    }
    const rtm = await readyClient({ socketFn: (url) => new Strict(url), autoReconnect: false });
    const closed = once(rtm, "ws_close");
    rtm.handleWsClose(4000, "of the test");
    const told = await closed;
    await slackLogWhen((log) => log.sockets === 0);
    const lines = logged.splice(0).filter(([, text]) => text.includes("closing"));
    return { told, ended: ended.length, lines };
  });
  assert.deepEqual(seen, { told: [4000, "of the test"], ended: 1, lines: [] });
});

test("disconnect closes the socket, however long what it is given", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const ended = once(rtm, "disconnect");
    await rtm.disconnect("x".repeat(500), "y".repeat(500));
    await slackLogWhen((log) => log.sockets === 0);
    return (await ended).map((word) => word.length);
  });
  assert.deepEqual(seen, [500, 500]);
});

testInPage("handleWsClose closes the socket as if it had closed by itself", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const [old, closed, opened] = [rtm.ws, once(rtm, "ws_close"), once(rtm, "open")];
    rtm.handleWsClose(4002, "of the test");
    const told = await closed;
    await opened;
    await slackLogWhen((log) => log.sockets === 1);
    return { told, left: old.readyState > 1, replaced: rtm.ws !== old };
  });
  assert.deepEqual(seen, { told: [4002, "of the test"], left: true, replaced: true });
});

test("_handleMessageAck settles the call that waits for the reply", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("hold-acks", { on: true });
    const rtm = await readyClient();
    const sent = rtm.sendMessage("hello", "C0GENERAL");
    const refused = outcome(rtm.sendMessage("world", "C0GENERAL"));
    const [{ id }] = await until(rtm, "outgoing_message", ({ text }) => text === "hello");
    await slackLogWhen((log) => log.received.length === 2);
    rtm._handleMessageAck(id, { ok: true, ts: "5.0", text: "hello" });
    rtm._handleMessageAck(id + 1, { ok: false, error: { code: 2, msg: "of the test" } });
    return { sent: await sent, refused: (await refused).message };
  });
  assert.deepEqual(seen.sent, { ok: true, reply_to: 1, ts: "5.0", text: "hello", type: "message", channel: "C0GENERAL", user: "U00000BOT" });
  assert.match(seen.refused, /of the test/);
});

test("_handlePong and _maybeKeepAlive count as signs of life", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("lose-pongs", { on: true });
    const rtm = await readyClient({ clientPingTimeout: 400, serverPongTimeout: 399 });
    const lost = record(rtm, "reconnecting");
    let pings = 0;
    await until(rtm, "outgoing_message", ({ id, type }) => {
      if (type !== "ping") return false;
      if (++pings % 2 === 1) rtm._maybeKeepAlive({ type: "message" });
      else rtm._handlePong({ reply_to: id });
      return pings === 4;
    });
    return lost;
  });
  assert.deepEqual(seen, []);
});

test("_handleHello says hello on a socket that awaits it", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-hello", { on: true });
    const rtm = client();
    const waiting = inState(rtm, "handshaking");
    await rtm.start();
    await waiting;
    const opened = once(rtm, "open");
    rtm._handleHello();
    await opened;
    await slack("stall-hello", { on: false });
    return rtm.connected;
  });
  assert.equal(seen, true);
});

test("send with a message is v3's: it resolves with what was posted", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const message = { type: "message", channel: "C0GENERAL", text: "hello" };
    const { ts, ...result } = await rtm.send(message);
    const pong = await rtm.send({ type: "ping", of: "the test" });
    const typing = await rtm.send({ type: "typing", channel: "C0GENERAL" });
    return { result, ts: typeof ts, pong, typing: typing === undefined, untouched: Object.keys(message), v4: await rtm.send("typing", { channel: "C0GENERAL" }) };
  });
  assert.deepEqual(seen.result, { ok: true, reply_to: 1, text: "hello", type: "message", channel: "C0GENERAL", user: "U00000BOT" });
  assert.deepEqual([seen.ts, seen.pong.type, seen.pong.of, seen.typing], ["string", "pong", "the test", true]);
  assert.deepEqual(seen.untouched, ["type", "channel", "text"]);
  assert.equal(seen.v4, 4);
});

test("send with a message takes a callback, and needs a connection", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const message = { type: "message", channel: "C0GENERAL", text: "hello" };
    const early = await outcome(rtm.send(message));
    const wrong = [await outcome(rtm.send(null)), await outcome(rtm.send({ text: "no type" })), await outcome(rtm.send([]))];
    const opened = once(rtm, "open");
    await rtm.start();
    await opened;
    let returned;
    const [error, result] = await new Promise((resolve) => (returned = rtm.send(message, (...args) => resolve(args))));
    const late = await new Promise((resolve) => rtm.disconnect().then(() => rtm.send(message, resolve)));
    return { early, wrong: wrong.map((error) => error.isTypeError), returned: returned === undefined, error, text: result.text, late: late.code };
  });
  assert.deepEqual([seen.early.code, seen.early.delivered], [code("rtmclient_send_while_disconnected"), "no"]);
  assert.deepEqual(seen.wrong, [true, true, true]);
  assert.deepEqual([seen.returned, seen.error, seen.text], [true, null, "hello"]);
  assert.equal(seen.late, code("rtmclient_send_while_disconnected"));
});

test("send keeps the order of the calls, sendMessage included", async (t) => {
  const texts = await inPage(t, async () => {
    const rtm = await readyClient();
    const message = (text) => rtm.send({ type: "message", channel: "C0GENERAL", text });
    await Promise.all([message("one"), rtm.sendMessage("two", "C0GENERAL"), message("three")]);
    return (await slackLog()).received.map(({ json }) => JSON.parse(json).text);
  });
  assert.deepEqual(texts, ["one", "two", "three"]);
});

test("sendMessage gives v3's message to a callback", async (t) => {
  const result = await inPage(t, async () => {
    const rtm = await readyClient();
    return new Promise((resolve, reject) => rtm.sendMessage("hello", "C0GENERAL", (error, message) => (error ? reject(error) : resolve(message))));
  });
  assert.deepEqual([result.type, result.channel, result.user, result.text], ["message", "C0GENERAL", "U00000BOT", "hello"]);
});

test("updateMessage changes a message by chat.update, with a promise or a callback", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const { ts } = await rtm.sendMessage("helo", "C0GENERAL");
    const changed = once(rtm, "message::message_changed");
    const { ok } = await rtm.updateMessage({ ts, channel: "C0GENERAL", text: "hello", opts: { parse: "full" } });
    const [event] = await changed;
    const [error] = await new Promise((resolve) => rtm.updateMessage({ ts: "1.0", channel: "C0GENERAL", text: "no" }, (...args) => resolve(args)));
    const wrong = await outcome(rtm.updateMessage());
    return { ok, text: event.message.text, parse: (await slackLog()).calls.find((call) => call.method === "chat.update").form.parse, error: error.code, wrong: wrong.isTypeError };
  });
  assert.deepEqual(seen, { ok: true, text: "hello", parse: "full", error: code("platform"), wrong: true });
});

test("_createFacets makes _rtm and _chat, the groups of Web API calls that the client uses", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    rtm._chat = rtm._rtm = undefined;
    rtm._createFacets();
    const posted = await rtm._chat.postMessage("C0GENERAL", "hello", null);
    const { url } = await rtm._rtm.connect();
    const updated = await new Promise((resolve) => rtm._chat.update(posted.ts, "C0GENERAL", "hello there", (error, result) => resolve(result.ok)));
    return { ok: posted.ok, url: typeof url, updated, rtm: Object.keys(rtm._rtm), state: rtm.state };
  });
  assert.deepEqual(seen, { ok: true, url: "string", updated: true, rtm: ["start", "connect"], state: "disconnected" });
});

test("sendTyping and subscribePresence work as in v3, which waits for neither", async (t) => {
  const types = await inPage(t, async () => {
    const rtm = await readyClient();
    rtm.sendTyping("C0GENERAL");
    rtm.subscribePresence(["U0000ANNA"]);
    return (await slackLogWhen((log) => log.received.length === 2)).received.map(({ json }) => JSON.parse(json).type);
  });
  assert.deepEqual(types, ["typing", "presence_sub"]);
});

test("the active IDs, authenticated and connected have their values inside v3's events", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const look = () => [rtm.authenticated, rtm.connected, rtm.activeUserId ?? "none", rtm.activeTeamId ?? "none"];
    const properties = {};
    for (const event of ["ws_opening", "ws_opened", "open", "disconnect"]) rtm.on(event, () => (properties[event] = look()));
    const opened = once(rtm, "open");
    rtm.start();
    await opened;
    await rtm.disconnect();
    return properties;
  });
  assert.deepEqual(seen, {
    ws_opening: [true, false, "U00000BOT", "T0000001"],
    ws_opened: [true, false, "U00000BOT", "T0000001"],
    open: [true, true, "U00000BOT", "T0000001"],
    disconnect: [false, false, "none", "none"],
  });
});

// Exports

test("RtmClient is RTMClient, and the constants are complete", async (t) => {
  const seen = await inPage(t, () => ({
    same: RtmClient === RTMClient,
    events: CLIENT_EVENTS,
    named: [RTM_EVENTS, RTM_MESSAGE_SUBTYPES].every((list) => Object.entries(list).every(([key, value]) => key === value.toUpperCase())),
    counts: [RTM_EVENTS, RTM_MESSAGE_SUBTYPES].map((list) => Object.keys(list).length),
    some: [RTM_EVENTS.MESSAGE, RTM_EVENTS.DND_UPDATED_USER, RTM_EVENTS.TEAM_MIGRATION_STARTED, RTM_MESSAGE_SUBTYPES.ME_MESSAGE],
    policies: Object.keys(RETRY_POLICIES).length === Object.keys(retryPolicies).length && Object.values(RETRY_POLICIES).every((policy, i) => policy === Object.values(retryPolicies)[i]),
    frozen: [CLIENT_EVENTS, CLIENT_EVENTS.RTM, CLIENT_EVENTS.WEB, RTM_EVENTS, RTM_MESSAGE_SUBTYPES, RETRY_POLICIES].every(Object.isFrozen),
  }));
  assert.deepEqual(seen, {
    same: true,
    events: {
      WEB: { RATE_LIMITED: "rate_limited" },
      RTM: {
        CONNECTING: "connecting", AUTHENTICATED: "authenticated", WS_OPENING: "ws_opening", WS_OPENED: "ws_opened", WS_CLOSE: "ws_close", WS_ERROR: "ws_error",
        DISCONNECT: "disconnect", UNABLE_TO_RTM_START: "unable_to_rtm_start", ATTEMPTING_RECONNECT: "attempting_reconnect", RAW_MESSAGE: "raw_message",
        RTM_CONNECTION_OPENED: "open",
      },
    },
    named: true,
    counts: [87, 33],
    some: ["message", "dnd_updated_user", "team_migration_started", "me_message"],
    policies: true,
    frozen: true,
  });
});
