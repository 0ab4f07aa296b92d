// The socket in the page: each fault of coder/websocket there is mended, and
// socketFn may put another socket in its place.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, openPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

test("2,000 messages and a close with 4001: all arrive in order, then the close with its code and reason", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const order = [];
    rtm.on("message", (event) => order.push(parseInt(event.text)));
    const lost = once(rtm, "error");
    const reconnecting = new Promise((resolve) => rtm.once("reconnecting", () => resolve(order.length)));
    await slack("flood", { count: 2000, size: 300, code: 4001, reason: "enough" });
    const [error] = await lost;
    return { before: await reconnecting, order, error: plain(error) };
  });
  assert.equal(seen.before, 2000);
  assert.deepEqual(seen.order, Array.from({ length: 2000 }, (_, i) => i + 1));
  assert.equal(seen.error.code, code("rtmclient_websocket"));
  assert.match(seen.error.message, /4001: enough/);
  assert.match(seen.error.cause.message, /4001: enough/);
});

test("a connection that is cut is code 1006", async (t) => {
  const error = await inPage(t, async () => {
    const rtm = await readyClient();
    const lost = once(rtm, "error");
    await slack("drop");
    return plain((await lost)[0]);
  });
  assert.match(error.message, /1006/);
});

test("an opening that takes too long leaves no socket", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-opens");
    const sockets = [];
    const closed = [];
    const rtm = client({
      connectTimeout: 500,
      autoReconnect: false,
      socketFn(url) {
        const socket = new WebSocket(url);
        sockets.push(socket);
        closed.push(new Promise((resolve) => socket.addEventListener("close", resolve)));
        return socket;
      },
    });
    const failed = once(rtm, "error");
    const ended = once(rtm, "disconnected");
    await rtm.start();
    const [error] = await failed;
    await ended;
    await Promise.all(closed);
    return { error: plain(error), states: sockets.map(({ readyState }) => readyState) };
  });
  assert.equal(seen.error.code, code("rtmclient_connect_timeout"));
  assert.deepEqual(seen.states, [3]);
});

test("a hello that takes too long closes its socket, too", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-hello");
    const rtm = client({ helloTimeout: 50, autoReconnect: false });
    const ended = once(rtm, "disconnected");
    await rtm.start();
    const [error] = await ended;
    const { opened } = await slackLogWhen((log) => log.sockets === 0);
    return { error: plain(error), opened };
  });
  assert.equal(seen.error.code, code("rtmclient_connect_timeout"));
  assert.equal(seen.opened, 1);
});

test("a socket that fails does not end the Go program: the next attempt works", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("refuse-opens", { n: 2 });
    const rtm = client({ retryConfig: retryPolicies.rapidRetryPolicy });
    const errors = [];
    rtm.on("error", (error) => errors.push(error.code));
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    return { errors, ok: (await rtm.sendMessage("hello", "C0GENERAL")).ok };
  });
  assert.deepEqual(seen, { errors: [code("rtmclient_websocket"), code("rtmclient_websocket")], ok: true });
});

test("a URL that has expired is an error with Slack's words", async (t) => {
  const error = await inPage(t, async () => {
    await slack("expire-url");
    const rtm = client({ autoReconnect: false });
    const ended = once(rtm, "disconnected");
    rtm.start();
    return plain((await ended)[0]);
  });
  assert.match(error.message, /Socket URL has expired/);
});

test("a half-open connection is given up at once by disconnect, whether or not the other side answers", async (t) => {
  const seen = await inPage(t, async () => {
    let socket;
    const rtm = await readyClient({ socketFn: (url) => (socket = new WebSocket(url)) });
    await slack("half-open");
    await rtm.disconnect();
    // 2: the page's own socket still waits for the answer that does not come.
    return { closing: socket.readyState === 2, state: rtm.state };
  });
  assert.deepEqual(seen, { closing: true, state: "disconnected" });
});

test("a half-open connection is found by its silence, and made again", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ clientPingTimeout: 40, serverPongTimeout: 30, retryConfig: retryPolicies.rapidRetryPolicy });
    const latency = await once(rtm, "latency");
    const lost = once(rtm, "error");
    const ready = once(rtm, "ready");
    await slack("half-open");
    const [error] = await lost;
    await ready;
    return { latency: typeof latency[0], error: plain(error) };
  });
  assert.equal(seen.latency, "number");
  assert.match(seen.error.message, /silent/);
});

test("nothing of a socket that was given up gets through", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    let after = 0;
    let disconnected;
    rtm.on("message", () => {
      if (disconnected) after++;
      else disconnected = rtm.disconnect();
    });
    const over = once(rtm, "disconnected");
    await slack("flood", { count: 500, size: 100 });
    await over;
    await disconnected;
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    const own = once(rtm, "own");
    await frame({ type: "own" });
    await own;
    return after;
  });
  assert.equal(seen, 0);
});

test("a burst enters Go fewer times than it has messages", async (t) => {
  // Each entry makes one call of resume, which the page may count: it is an
  // export of the module, and WebAssembly.instantiate is the page's.
  const page = await openPage(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      const { instantiate } = WebAssembly;
      window.entries = 0;
      WebAssembly.instantiate = async (...args) => {
        const { exports } = await instantiate(...args);
        const counted = { ...exports, resume: () => (window.entries++, exports.resume()) };
        return Object.create(WebAssembly.Instance.prototype, { exports: { value: counted } });
      };
    }),
  });
  const seen = await page.evaluate(async () => {
    const rtm = await readyClient();
    let count = 0;
    const last = until(rtm, "message", () => ++count === 2000);
    const before = entries;
    await slack("flood", { count: 2000, size: 200 });
    await last;
    return { before, entries: entries - before };
  });
  assert.ok(seen.before > 0, "entries are counted");
  assert.ok(seen.entries < 1000, `${seen.entries} entries for 2,000 messages`);
});

test("a slow listener does not keep the page from answering", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    let count = 0, turns = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      turns++;
      if (count < 300) port2.postMessage(null);
    };
    rtm.on("message", () => {
      const until = performance.now() + 1;
      while (performance.now() < until);
    });
    const last = until(rtm, "message", () => ++count === 300);
    port2.postMessage(null);
    await slack("flood", { count: 300, size: 100 });
    await last;
    return turns;
  });
  assert.ok(seen > 10, `the page had ${seen} turns`);
});

test("frames are delivered in the order in which they come, also those that a listener brings", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const seen = [];
    rtm.on("slack_event", (type, { user }) => {
      seen.push(`${user} begins`);
      if (user === "1") brings({ type: "brought", user: "5" });
      seen.push(`${user} ends`);
    });
    const brings = (event) => rtm.handleWsMessage(JSON.stringify(event));
    brings({ type: "user_typing", user: "1" });
    brings({ type: "user_typing", user: "2", event_ts: "1700000000.000100" });
    brings({ type: "hello", user: "3" });
    brings({ type: "user_typing", user: "4" });
    await until(rtm, "brought", () => true);
    return seen.filter((step) => step.endsWith("ends"));
  });
  assert.deepEqual(seen, ["1", "2", "3", "4", "5"].map((user) => `${user} ends`));
});

test("one client's end changes nothing for another", async (t) => {
  const seen = await inPage(t, async () => {
    const [rtm, other] = [await readyClient(), await readyClient()];
    const typing = once(rtm, "user_typing");
    await other.disconnect();
    rtm.handleWsMessage('{"type":"user_typing","user":"1"}');
    const [{ user }] = await typing;
    return { user, text: (await rtm.sendMessage("hello", "C0GENERAL")).text };
  });
  assert.deepEqual(seen, { user: "1", text: "hello" });
});

test("after disconnect() is called nothing is delivered, whatever comes", async (t) => {
  const heard = await inPage(t, async () => {
    const rtm = await readyClient();
    const heard = [];
    rtm.on("user_typing", ({ user }) => heard.push(user));
    const before = once(rtm, "user_typing");
    rtm.handleWsMessage('{"type":"user_typing","user":"before"}');
    await before;
    rtm.handleWsMessage('{"type":"user_typing","user":"with it"}');
    const over = rtm.disconnect();
    rtm.handleWsMessage('{"type":"user_typing","user":"after"}');
    await over;
    return heard;
  });
  assert.deepEqual(heard, ["before"]);
});

// Sockets of socketFn.

test("socketFn may return a WebSocket of the page's making, and gets the URL", async (t) => {
  const seen = await inPage(t, async () => {
    const urls = [];
    const rtm = await readyClient({ socketFn: (url) => (urls.push(url), new WebSocket(url)) });
    const { url } = await rtm.start();
    return { same: urls[0] === url, count: urls.length, ok: (await rtm.sendMessage("hello", "C0GENERAL")).ok };
  });
  assert.deepEqual(seen, { same: true, count: 1, ok: true });
});

test("socketFn may return an emitter like that of the ws package", async (t) => {
  const seen = await inPage(t, async () => {
    const sockets = [];
    const rtm = await readyClient({
      retryConfig: retryPolicies.rapidRetryPolicy,
      socketFn: (url) => (sockets.push(new EmitterSocket(url)), sockets.at(-1)),
    });
    const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
    const lost = once(rtm, "error");
    const ready = once(rtm, "ready");
    await slack("close", { code: 4002, reason: "moved" });
    const [error] = await lost;
    await ready;
    await rtm.disconnect();
    const { sockets: open } = await slackLogWhen((log) => log.sockets === 0);
    return { ok, error: error.message, open, listeners: sockets.map((socket) => socket.left("open", "message", "close")) };
  });
  assert.equal(seen.ok, true);
  assert.match(seen.error, /4002: moved/);
  assert.equal(seen.open, 0);
  assert.deepEqual(seen.listeners, [0, 0]);
});

test("an emitter's error is told where its close has no reason", async (t) => {
  const error = await inPage(t, async () => {
    const rtm = client({ autoReconnect: false, socketFn: (url) => new EmitterSocket(`${url}-wrong`.replace("/ws/", "/nowhere/")) });
    const ended = once(rtm, "disconnected");
    rtm.start();
    return plain((await ended)[0]);
  });
  assert.equal(error.code, code("rtmclient_websocket"));
  assert.match(error.message, /could not be opened.*1006: refused/);
});

test("socketFn may return a socket that is open already", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-hello"); // which would come before the client listens
    const { url, self, team } = await client().call("rtm.connect");
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    const rtm = client({ getConnection: async () => ({ url, self, team }), socketFn: () => socket, autoReconnect: false }, undefined);
    const handshaking = inState(rtm, "handshaking");
    const ready = once(rtm, "ready");
    rtm.start();
    await handshaking;
    await slack("stall-hello", { on: false });
    await ready;
    return (await rtm.sendMessage("hello", "C0GENERAL")).ok;
  });
  assert.equal(seen, true);
});

test("a socket may answer before its send returns", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => new InstantSocket(), rateLimit: false }, undefined);
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => rtm.sendMessage(`message ${i}`, "C1")));
    return { texts: results.map(({ text }) => text), user: results[0].user };
  });
  assert.deepEqual(seen.texts, Array.from({ length: 20 }, (_, i) => `message ${i}`));
  assert.equal(seen.user, "U1");
});

test("what comes while Go writes is delivered once Go is done, before what comes later", async (t) => {
  const heard = await inPage(t, async () => {
    const heard = [];
    let isWriting = false;
    class Chatty extends InstantSocket {
      send(frame) {
        isWriting = true;
        this.says({ type: "user_typing", user: `during ${JSON.parse(frame).type}` });
        super.send(frame);
        isWriting = false;
      }
    }
    let socket;
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => (socket = new Chatty()) }, undefined);
    rtm.on("user_typing", ({ user }) => heard.push(isWriting ? "too early" : user));
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    await rtm.sendTyping("C1");
    await rtm.sendMessage("hello", "C1");
    const last = until(rtm, "user_typing", ({ user }) => user === "later");
    socket.says({ type: "user_typing", user: "later" });
    await last;
    return heard;
  });
  assert.deepEqual(heard, ["during typing", "during message", "later"]);
});

test("a socket whose close comes while it sends is lost like any other", async (t) => {
  const seen = await inPage(t, async () => {
    let made = 0;
    const rtm = client({
      getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }),
      socketFn: () => new InstantSocket({ closesOnSend: ++made === 1 }),
      retryConfig: retryPolicies.rapidRetryPolicy,
      replyAckOnReconnectTimeout: 0,
    }, undefined);
    const lost = once(rtm, "error");
    rtm.start();
    const first = await outcome(rtm.sendMessage("one", "C1"));
    const [error] = await lost;
    return { error: error.message, first: first.delivered, second: (await rtm.sendMessage("two", "C1")).text };
  });
  assert.match(seen.error, /4003/);
  assert.equal(seen.first, "unknown");
  assert.equal(seen.second, "two");
});

test("users' sockets may call the client from wherever they are called", async (t) => {
  const seen = await inPage(t, async () => {
    const called = [];
    let rtm;
    const touch = (where) => {
      called.push(where);
      rtm.addOutgoingEvent(false, "typing", { channel: "C1" }).catch(() => {});
    };
    rtm = client({
      getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }),
      socketFn: () => (touch("socketFn"), new InstantSocket({ onSend: () => called.length < 5 && touch("send"), onClose: () => touch("close") })),
    }, undefined);
    rtm.start();
    const { ok } = await rtm.sendMessage("hello", "C1");
    await rtm.disconnect();
    return { ok, called: [...new Set(called)], state: rtm.state };
  });
  assert.deepEqual(seen, { ok: true, called: ["socketFn", "send", "close"], state: "disconnected" });
});

test("users' sockets may ask what Go knows while they send, also what was queued", async (t) => {
  const seen = await inPage(t, async () => {
    const users = [];
    const dataStore = new MemoryDataStore();
    dataStore.setUser({ id: "U5", name: "five" });
    const asked = [];
    const rtm = client({
      getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }),
      socketFn: () => new InstantSocket({
        onSend() {
          asked.push(rtm.stats().queued);
          users.push(dataStore.getUserById("U5")?.name);
        },
      }),
      rateLimit: false,
    }, undefined);
    const sent = Promise.all(["a", "b", "c"].map((text) => rtm.sendMessage(text, "C1")));
    await rtm.start();
    await sent;
    return { asked, users };
  });
  assert.deepEqual(seen, { asked: [2, 1, 0], users: ["five", "five", "five"] });
});

for (const [what, socketFn, words] of [
  ["throws", `() => { throw new RangeError("no sockets today"); }`, /RangeError: no sockets today/],
  ["returns nothing", `() => undefined`, /socketFn must return/],
  ["returns a string", `(url) => url`, /socketFn must return/],
  ["returns a promise", `async (url) => new WebSocket(url)`, /socketFn must return/],
  ["returns an object without methods", `() => ({})`, /socketFn must return/],
]) {
  test(`a socketFn that ${what} is an attempt that failed, with the reason`, async (t) => {
    const seen = await inPage(t, async (socketFn) => {
      const rtm = client({ autoReconnect: false, socketFn: eval(socketFn) });
      const ended = once(rtm, "disconnected");
      await rtm.start();
      const [error] = await ended;
      return { error: plain(error), ok: (await rtm.call("auth.test")).ok };
    }, { args: [socketFn] });
    assert.equal(seen.error.code, code("rtmclient_websocket"));
    assert.match(seen.error.message, words);
    assert.equal(seen.ok, true);
  });
}

test("a socket whose send throws is given up, and the frame goes with the next", async (t) => {
  const seen = await inPage(t, async () => {
    let made = 0;
    const rtm = client({
      getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }),
      socketFn: () => new InstantSocket({ onSend: ++made === 1 ? thrower("cannot send") : undefined }),
      retryConfig: retryPolicies.rapidRetryPolicy,
    }, undefined);
    rtm.start();
    return { text: (await rtm.sendMessage("hello", "C1")).text, made };
  });
  assert.deepEqual(seen, { text: "hello", made: 2 });
});

test("a socket whose close throws is closed for the client all the same", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client({
      getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }),
      socketFn: () => new InstantSocket({ onClose: thrower("cannot close") }),
    }, undefined);
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    await rtm.disconnect();
    return { state: rtm.state, logged };
  });
  assert.equal(seen.state, "disconnected");
  assert.equal(seen.logged.length, 1);
  assert.match(seen.logged[0][1], /cannot close/);
});

test("the page's globals stay as they are", async (t) => {
  const page = await openPage(t, { path: "/test/globals.html" });
  const seen = await page.evaluate(async () => {
    const { RTMClient } = await import("/rtm.js");
    const workspace = new URLSearchParams(location.search).get("workspace");
    const rtm = new RTMClient("xoxb-1", { slackApiUrl: `${location.origin}/workspaces/${workspace}/api/` });
    const ready = new Promise((resolve) => rtm.once("ready", resolve));
    await rtm.start();
    await ready;
    await rtm.sendMessage("hello", "C0GENERAL");
    await rtm.disconnect();
    return changes();
  });
  const added = seen.added.filter((name) => !/puppeteer|__aria/.test(name)); // the harness's own
  assert.deepEqual({ ...seen, added }, { added: [], replaced: [] });
});

test("a page that has a process and an fs of its own is no Node for Go", async (t) => {
  const seen = await inPage(t, async () => {
    globalThis.process = { pid: 1, platform: "linux", argv: [] };
    globalThis.fs = { writeSync: thrower("of the page's fs") };
    globalThis.path = {};
    return (await client().call("auth.test")).ok;
  }, { fresh: true });
  assert.equal(seen, true);
});

test("what a socket of socketFn brings before it is open is not lost", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client({
      autoReconnect: false,
      socketFn(url) {
        const real = new WebSocket(url);
        const listeners = {};
        real.onmessage = ({ data }) => {
          listeners.message(data);
          listeners.open?.(); // hello is before it
          delete listeners.open;
        };
        real.onclose = ({ code, reason }) => listeners.close(code, reason);
        return { readyState: 0, on: (type, listener) => (listeners[type] = listener), removeListener() {}, send: (frame) => real.send(frame), close: (...end) => real.close(...end) };
      },
    });
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    return (await rtm.sendMessage("hello", "C0GENERAL")).text;
  });
  assert.equal(seen, "hello");
});
