// Worker mode: what is not the same as with Go in the page, and what it is for.
// The tests of what is the same run a second time with ENGINE=worker.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, launchOptions, log, openPage, origin, until } from "./browser.js";

launchOptions.ignoreDefaultArgs = ["--disable-back-forward-cache"];

// What is Chromium's alone.
const inFirefox = (why) => ({ skip: kind === "firefox" && why });
const keepsPages = inFirefox("Firefox does not keep a page that had an open socket: it loads it anew");

const code = (name) => `slackclient_${name}_error`;

/** A page whose client, in `rtm`, is ready, with Go in a worker. */
async function readyPage(t, options = {}, more = {}) {
  const page = await openPage(t, more);
  await page.evaluate(async (given) => {
    await initialize({ worker: true });
    window.rtm = await readyClient(given);
  }, options);
  return page;
}

const workers = (page) => page.workers().map((worker) => new URL(worker.url()).pathname);

const workspaceOf = (page) => new URL(page.url()).searchParams.get("workspace");

async function script(workspace, verb, fields = {}) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  assert.ok(response.ok, verb);
}

// How it is begun

test("Go and the socket are in a worker, and the page has made no socket", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    let made = 0;
    window.WebSocket = class extends WebSocket {
      constructor(...args) {
        super(...args);
        made++;
      }
    };
    await initialize({ worker: true });
    const rtm = await readyClient();
    const { text } = await rtm.sendMessage("through the worker", "C0GENERAL");
    const { sockets, pending, goroutines, wasmMemory } = rtm.stats();
    return { text, made, ws: rtm.ws, sockets, pending, some: goroutines > 0 && wasmMemory > 0 };
  });
  assert.deepEqual(seen, { text: "through the worker", made: 0, ws: null, sockets: 1, pending: 0, some: true });
  assert.deepEqual(workers(page), ["/rtm.worker.js"]);
});

test("without worker: true there is no worker, and nothing of it is loaded", async (t) => {
  const asked = [];
  const page = await openPage(t, { prepare: (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname)) });
  await page.evaluate(async () => void (await readyClient()));
  assert.deepEqual(workers(page), []);
  assert.deepEqual(asked.filter((path) => /remote|worker/.test(path)), []);
});

test("several clients share the worker, and each has its own events", async (t) => {
  const page = await readyPage(t);
  const seen = await page.evaluate(async () => {
    const other = await readyClient();
    const heard = [rtm, other].map((rtm) => once(rtm, "message"));
    await slack("say", { text: "to both" });
    const texts = (await Promise.all(heard)).map(([{ text }]) => text);
    await other.disconnect();
    return { texts, states: [rtm.state, other.state], ok: (await rtm.sendMessage("still here", "C0GENERAL")).ok };
  });
  assert.deepEqual(seen, { texts: ["to both", "to both"], states: ["ready", "disconnected"], ok: true });
  assert.equal(workers(page).length, 1);
});

test("socketFn is refused at construction, or at the start of a client that is older", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    const options = { socketFn: (url) => new WebSocket(url) };
    const older = client(options);
    const loading = initialize({ worker: true });
    const errors = [thrown(() => client(options))];
    await loading;
    errors.push(thrown(() => client(options)), await outcome(older.start()));
    return errors;
  });
  for (const error of seen) {
    assert.deepEqual([error.isTypeError, error.code], [true, code("invalid_argument")]);
    assert.match(error.message, /"socketFn".*worker/);
  }
});

test("MemoryDataStore is refused in worker mode, at construction or when it is used; another store is not", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    const older = new MemoryDataStore();
    await initialize({ worker: true });
    const heard = [];
    const dataStore = { cacheRtmStart: () => heard.push("start"), handleRtmMessage: (user, team, type) => heard.push(type) };
    const rtm = await readyClient({ dataStore });
    const message = once(rtm, "message");
    await slack("say", { text: "to the store" });
    await message;
    return { errors: [thrown(() => new MemoryDataStore()), thrown(() => older.getUserById("U1"))], heard };
  });
  for (const error of seen.errors) assert.match(error.message, /MemoryDataStore cannot be used with initialize\(\{worker: true\}\)/);
  assert.deepEqual(seen.heard.filter((name) => ["start", "message"].includes(name)), ["start", "message"]);
});

test("a page that has begun without a worker does not get one, and the other way round", async (t) => {
  const [page, other] = [await openPage(t), await readyPage(t)];
  const errors = [
    await page.evaluate(async () => (await initialize(), outcome(initialize({ worker: true })))),
    await other.evaluate(() => outcome(initialize({ worker: false }))),
  ];
  for (const error of errors) assert.match(error.message, /before with other options/);
  await other.evaluate(() => initialize({ worker: true }));
});

test("wrong values of worker and workerURL are TypeErrors", async (t) => {
  const page = await openPage(t);
  const errors = await page.evaluate(() => Promise.all([{ worker: "yes" }, { worker: 1 }, { workerURL: 5 }].map((options) => outcome(initialize(options)))));
  for (const error of errors) assert.equal(error.code, code("invalid_argument"));
});

for (const [what, options, words] of [
  ["that is not there", { worker: true, workerURL: "/test/nowhere.js" }, /could not be started/],
  ["that is no script", { worker: true, workerURL: "/test/blank.html" }, /could not be started/],
  ["of another origin", { worker: true, workerURL: "http://localhost:1/rtm.worker.js" }, /is of another origin/],
  ["that throws", { worker: true, workerURL: "/test/throws.js" }, /of the worker/],
  ["of another release", { worker: true, workerURL: "/test/another-build.js" }, /of build of another release.*reload the page/],
  ["that says nothing", { worker: true, workerURL: "/test/asleep.js", timeout: 300 }, /not loaded within 300 ms/],
  ["that the page's policy forbids", { worker: "blob" }, /worker-src/],
  ["that cannot be fetched for a Blob", { worker: "blob", workerURL: "/test/nowhere.js" }, /status 404/],
]) {
  test(`a worker ${what} is an InitializeError, and a start is in the page then`, async (t) => {
    const page = await openPage(t, { expected: [/./] });
    const seen = await page.evaluate(async (options) => {
      const error = await outcome(initialize(options));
      return { error, ok: (await client().start()).ok, socketFn: thrown(() => client({ socketFn() {} })) ?? "allowed" };
    }, options);
    assert.equal(seen.error.code, code("initialize"));
    assert.match(seen.error.message, words);
    assert.deepEqual([seen.ok, seen.socketFn], [true, "allowed"]);
    assert.deepEqual(workers(page), []);
  });
}

test("worker: \"blob\" makes the worker of its text, where the policy allows it", inFirefox("only Chromium's protocol lifts the server's policy"), async (t) => {
  // The server's policy does not; this test lifts it.
  const page = await openPage(t, { prepare: (page) => page.setBypassCSP(true) });
  const ok = await page.evaluate(async () => {
    await initialize({ worker: "blob" });
    return (await client().start()).ok;
  });
  assert.equal(ok, true);
  assert.match(page.workers()[0].url(), /^blob:/);
});

test("rtm.iife.js finds the worker beside itself", async (t) => {
  const page = await openPage(t, { path: "/test/iife.html" });
  const ok = await page.evaluate(async () => {
    const workspace = new URLSearchParams(location.search).get("workspace");
    await rtmwasm.initialize({ worker: true });
    const rtm = new rtmwasm.RTMClient("xoxb-1", { slackApiUrl: `${location.origin}/workspaces/${workspace}/api/` });
    const ready = rtm.waitFor("ready");
    await rtm.start();
    await ready;
    return (await rtm.sendMessage("hello", "C0GENERAL")).ok;
  });
  assert.equal(ok, true);
  assert.deepEqual(workers(page), ["/rtm.worker.js"]);
});

// What it is for

/** Keeps the page busy for longer than a connection may be silent, and says what became of it. */
async function busy(worker) {
  await initialize({ worker });
  const rtm = await readyClient({ clientPingTimeout: 200, serverPongTimeout: 150 });
  const seen = { states: [], pings: 0 };
  rtm.on("state", ({ name }) => seen.states.push(name));
  rtm.on("latency", () => seen.pings++);
  const said = once(rtm, "message");
  await slack("say", { text: "read by and by" });
  for (const end = performance.now() + 2000; performance.now() < end; );
  seen.texts = [(await said)[0].text];
  await rtm.ping();
  return { ...seen, opened: (await slackLog()).opened };
}

test("a page that is busy for long does not hold up pings in a worker, and keeps its connection", inFirefox("Firefox serves the sockets of its workers from the main thread"), async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(busy, true);
  assert.deepEqual([seen.states, seen.opened, seen.texts], [[], 1, ["read by and by"]]);
  assert.ok(seen.pings >= 3, `${seen.pings} pings were answered meanwhile`);
});

test("with Go in the page, too, the connection outlives it: it is probed first", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(busy, false);
  assert.deepEqual([seen.states, seen.opened, seen.texts], [[], 1, ["read by and by"]]);
});

test("a page that does not keep up has its session sleep, and is told of the gap", async (t) => {
  const page = await readyPage(t);
  const seen = await page.evaluate(async () => {
    const states = [];
    rtm.on("state", ({ name, cause }) => states.push(cause ? `${name}: ${cause.message}` : name));
    let heard = 0;
    rtm.on("message", () => heard++);
    const gap = once(rtm, "gap");
    const ready = once(rtm, "ready");
    // 40 MiB come in, and the page is busy until the socket is given up.
    const flooded = slack("flood", { count: 40, size: 1 << 20 });
    await once(rtm, "message");
    do {
      const look = new XMLHttpRequest();
      look.open("GET", `/workspaces/${workspace}/control/log`, false);
      look.send();
      window.sockets = JSON.parse(look.responseText).sockets;
    } while (sockets > 0);
    const [{ recovered }] = await gap;
    await ready;
    await flooded;
    const { ok } = await rtm.sendMessage("caught up", "C0GENERAL");
    return { states, heard, recovered, ok, lines: logged.splice(0).map(([, text]) => text), undelivered: rtm.stats().undelivered };
  });
  assert.equal(seen.states[0], "reconnecting: the page did not keep up");
  assert.deepEqual([seen.recovered, seen.ok, seen.undelivered], [false, true, 0]);
  assert.ok(seen.heard >= 16 && seen.heard < 40, `${seen.heard} of 40 messages were heard`);
  assert.match(seen.lines[0], /characters of frames to take/);
});

// What the page brings

test("what the page's functions return that JSON cannot carry is a failed attempt", async (t) => {
  const page = await openPage(t);
  const error = await page.evaluate(async () => {
    await initialize({ worker: true });
    return outcome(client({ getConnection: async () => ({ url: "wss://x/", self: { id: 1n } }), autoReconnect: false }, undefined).start());
  });
  assert.equal(error.code, code("request"));
  assert.match(error.message, /BigInt/);
});

test("ws_error brings an event, and handleWsClose closes the worker's socket", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    await initialize({ worker: true });
    await slack("refuse-opens", { n: 1 });
    const rtm = client({ retryConfig: retryPolicies.rapidRetryPolicy });
    const failed = rtm.waitFor("ws_error");
    const ready = rtm.waitFor("ready");
    rtm.start();
    const error = await failed;
    await ready;
    const closed = once(rtm, "ws_close");
    const again = rtm.waitFor("ready");
    rtm.handleWsClose(4005, "on purpose");
    const end = await closed;
    await again;
    await slackLogWhen((log) => log.sockets === 1);
    logged.length = 0;
    return { isEvent: error instanceof Event && error.type === "error", end };
  });
  assert.deepEqual(seen, { isEvent: true, end: [4005, "on purpose"] });
});

// The page is put away

test("pagehide ends the worker, and what it had settles; pageshow brings the session back as it was", keepsPages, async (t) => {
  const page = await readyPage(t, { rateLimit: false });
  const workspace = workspaceOf(page);
  await page.evaluate(async () => {
    await rtm.subscribePresence(["U0000ANNA"]);
    const heard = once(rtm, "message");
    await slack("say", { text: "the last that is heard" });
    [{ ts: window.last }] = await heard;
    await slack("hold-acks", { on: true });
    const written = once(rtm, "outgoing_message");
    window.sent = outcome(rtm.sendMessage("unanswered", "C0GENERAL"));
    await written;
    await slack("stall-calls");
    window.called = outcome(rtm.call("auth.test"));
    window.events = [];
    for (const name of ["reconnecting", "attempting_reconnect", "connecting", "ready", "disconnected"]) rtm.on(name, () => events.push(name));
    window.gap = rtm.waitFor("gap");
    window.presence = rtm.waitFor("presence_change");
    addEventListener("pageshow", (event) => (window.restored = event.persisted));
  });
  await page.goto(`${origin}/test/elsewhere.html`);
  await until(async () => (await log(workspace)).sockets === 0);
  await script(workspace, "stall-calls", { on: false });
  await script(workspace, "hold-acks", { on: false });
  await page.goBack();
  const seen = await page.evaluate(async () => {
    const { from, recovered, cause } = await gap;
    await presence;
    return { restored, last, from, recovered, cause: cause.message, sent: await sent, called: await called, events, ok: (await rtm.sendMessage("back", "C0GENERAL")).ok, stats: rtm.stats() };
  });
  assert.equal(seen.restored, true, "the page was not in the back/forward cache");
  assert.deepEqual([seen.from, seen.recovered, seen.cause], [seen.last, false, "the page was put away"]);
  assert.deepEqual([seen.sent.code, seen.sent.delivered, seen.sent.text], [code("rtmclient_no_reply_received"), "unknown", "unanswered"]);
  assert.equal(seen.called.code, code("request"));
  assert.deepEqual(seen.events, ["reconnecting", "attempting_reconnect", "connecting", "ready"]);
  assert.equal(seen.ok, true);
  assert.deepEqual([seen.stats.calls, seen.stats.sockets, seen.stats.pending], [0, 1, 0]);
});

test("a start that waits when the page is put away goes on when it is back, and a disconnect is done", keepsPages, async (t) => {
  const page = await openPage(t);
  const workspace = workspaceOf(page);
  await page.evaluate(async () => {
    await initialize({ worker: true });
    const leaving = await readyClient();
    await slack("stall-calls");
    window.rtm = client();
    const calling = inState(rtm, "authenticating");
    window.started = rtm.start();
    await calling;
    window.ready = rtm.waitFor("ready");
    addEventListener("pagehide", () => (window.left = leaving.disconnect()));
    window.leaving = leaving;
    addEventListener("pageshow", (event) => (window.restored = event.persisted));
  });
  await page.goto(`${origin}/test/elsewhere.html`);
  await script(workspace, "stall-calls", { on: false });
  await page.goBack();
  const seen = await page.evaluate(async () => {
    const { ok } = await started;
    await ready;
    await left;
    return { restored, ok, states: [rtm.state, leaving.state] };
  });
  assert.deepEqual(seen, { restored: true, ok: true, states: ["ready", "disconnected"] });
  assert.equal((await log(workspace)).sockets, 1);
});

test("what is started after a disconnect continues nothing when the page is put away and restored", keepsPages, async (t) => {
  const page = await openPage(t);
  const workspace = workspaceOf(page);
  await page.evaluate(async () => {
    addEventListener("pagehide", () => { // before the client hears of it, and ends the worker
      window.left = rtm.disconnect();
      window.started = rtm.start({ token: "xoxb-another" });
    });
    await initialize({ worker: true });
    window.rtm = await readyClient();
    await rtm.subscribePresence(["U0000ANNA"]);
    window.gaps = [];
    rtm.on("gap", (gap) => gaps.push(gap));
    window.ready = new Promise((resolve) => {
      addEventListener("pageshow", () => resolve(once(rtm, "ready")));
    });
  });
  await page.goto(`${origin}/test/elsewhere.html`);
  await page.goBack();
  const seen = await page.evaluate(async () => {
    await Promise.all([left, started, ready]);
    return { state: rtm.state, gaps };
  });
  assert.deepEqual(seen, { state: "ready", gaps: [] });
  const { calls, received } = await log(workspace);
  assert.deepEqual(calls.map(({ form }) => form.token).at(-1), "xoxb-another");
  assert.equal(received.filter(({ type }) => type === "presence_sub").length, 1);
});

test("a worker that cannot be brought back is a dead engine, and a start begins afresh", keepsPages, async (t) => {
  let broken = false;
  const page = await readyPage(t, {}, {
    async prepare(page) {
      await page.setRequestInterception(true);
      page.on("request", (request) => (broken && request.url().includes("/rtm.worker.js") ? request.respond({ status: 404 }) : request.continue()));
    },
  });
  await page.evaluate(() => {
    window.failed = once(rtm, "error");
    window.ended = once(rtm, "disconnected");
  });
  await page.goto(`${origin}/test/elsewhere.html`);
  broken = true;
  await page.goBack();
  const error = await page.evaluate(async () => {
    const [error] = await failed;
    await ended;
    logged.length = 0;
    return plain(error);
  });
  assert.equal(error.code, code("engine_died"));
  assert.match(error.message, /worker has ended.*start\(\)/);
  broken = false;
  assert.equal(await page.evaluate(async () => (await rtm.start()).ok), true);
  assert.deepEqual(workers(page), ["/rtm.worker.js"]);
});

// Where there is no page

const life = { user: "U00000BOT", text: "from inside", pinged: true, states: ["authenticating", "authenticated", "handshaking", "connected", "ready", "disconnecting", "disconnected"], logged: [], hasPage: false };

test("the client lives inside a worker that imports it", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    new Worker("/test/life.js", { type: "module" }).postMessage(apiURL(), [port2]);
  }));
  assert.deepEqual(seen, life);
});

test("the client lives inside a service worker that imports it", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("/test/life.js", { type: "module" });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (worker.state !== "activated") await new Promise((resolve) => worker.addEventListener("statechange", () => worker.state === "activated" && resolve()));
    const seen = await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage(apiURL(), [port2]);
    });
    await registration.unregister();
    return seen;
  });
  assert.deepEqual(seen, life);
});
