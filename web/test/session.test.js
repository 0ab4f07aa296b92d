// The life of a session: start, the events in their order, disconnect.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, openPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

test("start resolves with Slack's answer, and the events come in v4's order", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const events = record(rtm, "connecting", "authenticated", "connected", "hello", "ready", "disconnecting", "disconnected");
    const ready = once(rtm, "ready");
    const response = await rtm.start();
    await ready;
    await rtm.disconnect();
    return { events, response };
  });
  assert.deepEqual(seen.events, ["connecting", "authenticated", "connected", "hello", "ready", "disconnecting", "disconnected"]);
  assert.equal(seen.response.ok, true);
  assert.equal(seen.response.self.id, "U00000BOT");
  assert.match(seen.response.url, /^ws:/);
});

test("inside an event the properties have their new values already", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const look = () => [rtm.authenticated, rtm.connected, rtm.activeUserId ?? "none", rtm.activeTeamId ?? "none", rtm.state];
    const properties = { before: look() };
    for (const event of ["connecting", "authenticated", "connected", "ready", "disconnecting", "disconnected"]) {
      rtm.on(event, () => (properties[event] = look()));
    }
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    await rtm.disconnect();
    return properties;
  });
  assert.deepEqual(seen, {
    before: [false, false, "none", "none", "disconnected"],
    connecting: [false, false, "none", "none", "authenticating"],
    authenticated: [true, false, "U00000BOT", "T0000001", "authenticated"],
    connected: [true, true, "U00000BOT", "T0000001", "connected"],
    ready: [true, true, "U00000BOT", "T0000001", "ready"],
    disconnecting: [false, false, "none", "none", "disconnecting"],
    disconnected: [false, false, "none", "none", "disconnected"],
  });
});

test("the event authenticated carries Slack's answer, and state names each change", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const changes = [];
    rtm.on("state", (change) => changes.push(`${change.previous} -> ${change.name}: ${change.cause}`));
    const authenticated = once(rtm, "authenticated");
    const ready = once(rtm, "ready");
    const response = await rtm.start();
    const [announced] = await authenticated;
    await ready;
    await rtm.disconnect();
    return { changes, response, announced };
  });
  assert.deepEqual(seen.announced, seen.response);
  assert.deepEqual(seen.changes, [
    "disconnected -> authenticating: undefined",
    "authenticating -> authenticated: undefined",
    "authenticated -> handshaking: undefined",
    "handshaking -> connected: undefined",
    "connected -> ready: undefined",
    "ready -> disconnecting: undefined",
    "disconnecting -> disconnected: undefined",
  ]);
});

test("a second start shares the first one's promise, and one on a session gives its answer again", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const ready = once(rtm, "ready");
    const first = rtm.start();
    const same = first === rtm.start();
    const response = await first;
    await ready;
    const again = await rtm.start();
    return { same, response, again, calls: (await slackLog()).calls.length };
  });
  assert.equal(seen.same, true);
  assert.deepEqual(seen.again, seen.response);
  assert.equal(seen.calls, 1);
});

test("start({token}) overrides the token, for reconnections too", async (t) => {
  const tokens = await inPage(t, async () => {
    const rtm = client({ retryConfig: retryPolicies.rapidRetryPolicy });
    const ready = once(rtm, "ready");
    await rtm.start({ token: "xoxb-other" });
    await ready;
    const again = once(rtm, "ready");
    await slack("drop");
    await again;
    return (await slackLog()).calls.map((call) => call.form.token);
  });
  assert.deepEqual(tokens, ["xoxb-other", "xoxb-other"]);
});

test("what else start is given goes to Slack as fields of the call", async (t) => {
  const form = await inPage(t, async () => {
    await client().start({ batch_presence_aware: true, presence_sub: false, own: { a: [1] }, none: undefined });
    return (await slackLog()).calls[0].form;
  });
  assert.deepEqual(form, { token: "xoxb-secret", batch_presence_aware: "1", presence_sub: "0", own: '{"a":[1]}' });
});

test("start rejects with Slack's word if it refuses for good, and nothing tells the token", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("accept-only", { token: "xoxb-right" });
    const rtm = client();
    const unable = once(rtm, "unable_to_rtm_start");
    const disconnected = once(rtm, "disconnected");
    const error = await outcome(rtm.start());
    return { error, unable: plain((await unable)[0]), disconnected: plain((await disconnected)[0]), logged, state: rtm.state };
  });
  assert.equal(seen.error.code, code("platform"));
  assert.equal(seen.error.isError, true);
  assert.deepEqual(seen.error.data, { ok: false, error: "invalid_auth" });
  assert.deepEqual(seen.unable, seen.error);
  assert.deepEqual(seen.disconnected, seen.error);
  assert.equal(seen.state, "disconnected");
  assert.doesNotMatch(JSON.stringify(seen), /xoxb-secret/);
});

test("a session with failures leaves the token in no address, storage, log line, error or figure", async (t) => {
  const page = await openPage(t);
  const addresses = [];
  page.on("request", (request) => addresses.push(request.url()));
  const seen = await page.evaluate(async () => {
    const rtm = await readyClient({ logLevel: "debug", retryConfig: retryPolicies.rapidRetryPolicy });
    const errors = [];
    const tell = (error) => errors.push(String(error), error.stack, JSON.stringify(plain(error)));
    for (const event of ["error", "unable_to_rtm_start"]) rtm.on(event, tell);
    await slack("fail-calls", { n: 2 });
    const again = once(rtm, "ready");
    await slack("drop");
    await again;
    await rtm.call("chat.update", {}).catch(tell);
    await slack("hold-acks", { on: true });
    const lost = rtm.sendMessage("hello", "C0GENERAL").catch(tell);
    const figures = rtm.stats();
    await rtm.disconnect();
    await lost;
    return { errors, figures, logged, stored: [{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(), document.cookie] };
  });
  assert.ok(seen.errors.length >= 9 && seen.logged.length > 5);
  assert.deepEqual(seen.stored, [{}, {}, [], [], ""]);
  assert.ok(addresses.some((address) => address.endsWith("rtm.connect")));
  assert.doesNotMatch(JSON.stringify([seen, addresses]), /xoxb-secret/);
});

test("a listener of disconnected may start again at once", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("refuse", { code: "account_inactive" });
    const rtm = client();
    const again = new Promise((resolve) => rtm.once("disconnected", () => resolve(rtm.start())));
    const first = await outcome(rtm.start());
    return { first: first.data.error, again: (await again).ok };
  });
  assert.deepEqual(seen, { first: "account_inactive", again: true });
});

test("aborting the only start disconnects, and it rejects with the signal's reason", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-calls");
    const rtm = client();
    const controller = new AbortController();
    const calling = inState(rtm, "authenticating");
    const started = rtm.start({ signal: controller.signal });
    await calling;
    const disconnected = once(rtm, "disconnected");
    const reason = new Error("changed my mind");
    controller.abort(reason);
    const error = await started.catch((error) => error);
    await disconnected;
    return { error: plain(error), sameReason: error.cause === reason, state: rtm.state };
  });
  assert.equal(seen.error.name, "AbortError");
  assert.equal(seen.error.code, code("abort"));
  assert.equal(seen.error.isError, true);
  assert.equal(seen.sameReason, true);
  assert.equal(seen.state, "disconnected");
});

test("aborting one of two starts ends only its own wait", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-calls");
    const rtm = client();
    const controller = new AbortController();
    const calling = inState(rtm, "authenticating");
    const aborted = rtm.start({ signal: controller.signal });
    const other = rtm.start();
    await calling;
    controller.abort();
    const error = await outcome(aborted);
    const state = rtm.state;
    await slack("stall-calls", { on: false });
    return { error, state, ok: (await other).ok };
  });
  assert.equal(seen.error.name, "AbortError");
  assert.equal(seen.state, "authenticating");
  assert.equal(seen.ok, true);
});

test("an aborted start does not end the session that an earlier one was granted", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: { minTimeout: 1, maxTimeout: 1 } });
    await slack("fail-calls", { n: -1 });
    const lost = inState(rtm, "reconnecting");
    await slack("drop");
    await lost;
    const controller = new AbortController();
    const second = outcome(rtm.start({ signal: controller.signal }));
    controller.abort();
    const error = await second;
    const ready = once(rtm, "ready");
    await slack("fail-calls", { n: 0 });
    await ready;
    return { error, state: rtm.state };
  });
  assert.equal(seen.error.name, "AbortError");
  assert.equal(seen.state, "ready");
});

test("a start whose signal has aborted already does nothing", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const events = record(rtm, "state", "connecting");
    return { error: await outcome(rtm.start({ signal: AbortSignal.abort() })), events, calls: (await slackLog()).calls };
  });
  assert.equal(seen.error.name, "AbortError");
  assert.deepEqual(seen.events, []);
  assert.deepEqual(seen.calls, []);
});

test("AbortSignal.timeout ends a start with a TimeoutError", async (t) => {
  const error = await inPage(t, async () => {
    await slack("stall-calls");
    return outcome(client().start({ signal: AbortSignal.timeout(20) }));
  });
  assert.equal(error.name, "TimeoutError");
  assert.equal(error.code, code("timeout"));
});

// Where disconnect finds the client: how to get there.
const states = {
  "before any start": () => {},
  "while the program loads": (rtm) => void rtm.start(),
  "during the call": async (rtm) => {
    await slack("stall-calls");
    const reached = inState(rtm, "authenticating");
    rtm.start();
    await reached;
  },
  "while the socket opens": async (rtm) => {
    await slack("stall-opens");
    await rtm.start();
  },
  "while hello is awaited": async (rtm) => {
    await slack("stall-hello");
    const reached = inState(rtm, "handshaking");
    rtm.start();
    await reached;
  },
  "when ready": async (rtm) => {
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
  },
  "in the pause before another attempt": async (rtm) => {
    await slack("answer-status", { status: 503, n: 1 });
    const reached = inState(rtm, "reconnecting");
    rtm.start();
    await reached;
  },
  "after a disconnect": async (rtm) => {
    await rtm.start();
    await rtm.disconnect();
  },
};

for (const [where, step] of Object.entries(states)) {
  test(`disconnect settles ${where}, leaves no socket, and a start after it works`, async (t) => {
    const seen = await inPage(t, async (step) => {
      const rtm = client();
      await eval(step)(rtm);
      const twice = [rtm.disconnect(), rtm.disconnect()];
      await Promise.all(twice);
      const state = rtm.state;
      for (const gate of ["stall-calls", "stall-opens", "stall-hello"]) await slack(gate, { on: false });
      await slackLogWhen((log) => log.sockets === 0);
      const ready = once(rtm, "ready");
      const response = await rtm.start();
      await ready;
      // One that was given up while it opened may be seen yet, for a moment.
      const { sockets } = await slackLogWhen((log) => log.sockets === 1);
      return { state, ok: response.ok, sockets };
    }, { args: [`(${step})`], fresh: where === "while the program loads" });
    assert.deepEqual(seen, { state: "disconnected", ok: true, sockets: 1 });
  });
}

test("disconnect rejects a start that waits", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-calls");
    const rtm = client();
    const calling = inState(rtm, "authenticating");
    const started = outcome(rtm.start());
    await calling;
    await rtm.disconnect();
    const beforeLoad = client();
    const early = outcome(beforeLoad.start());
    await beforeLoad.disconnect();
    return [await started, await early].map((error) => error.code);
  });
  assert.deepEqual(seen, [code("rtmclient_disconnected"), code("rtmclient_disconnected")]);
});

test("a disconnect inside a listener ends the batch at once", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const texts = [];
    let disconnected;
    rtm.on("slack:message", (event) => {
      if (event.text.startsWith("5.")) disconnected = rtm.disconnect();
    });
    rtm.on("message", (event) => texts.push(parseInt(event.text)));
    const over = once(rtm, "disconnected");
    await slack("flood", { count: 300, size: 200 });
    await over;
    await disconnected;
    return texts;
  });
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

test("a start, a disconnect and a start at once end in a session, whoever waits for the first", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    await rtm.call("api.test"); // the program is loaded
    const ready = once(rtm, "ready");
    const first = outcome(rtm.start());
    rtm.disconnect();
    const second = rtm.start();
    await ready;
    return { first: (await first).code, second: (await second).ok, state: rtm.state };
  });
  assert.deepEqual(seen, { first: code("rtmclient_disconnected"), second: true, state: "ready" });
});

test("a start right after a disconnect misses nothing of the new session", async (t) => {
  const events = await inPage(t, async () => {
    const rtm = await readyClient();
    const events = record(rtm, "disconnecting", "disconnected", "connecting", "authenticated", "connected", "hello", "ready");
    const ready = once(rtm, "ready");
    rtm.disconnect();
    await rtm.start();
    await ready;
    return events;
  });
  assert.deepEqual(events, ["disconnecting", "disconnected", "connecting", "authenticated", "connected", "hello", "ready"]);
});

test("a lost connection is made again, and the events say so", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const said = once(rtm, "message");
    const sent = await slack("say", { text: "the last one" });
    await said;
    const events = record(rtm, "error", "reconnecting", "connecting", "authenticated", "connected", "hello", "gap", "ready");
    const error = once(rtm, "error");
    const change = until(rtm, "state", ({ name }) => name === "reconnecting");
    const gap = once(rtm, "gap");
    const ready = once(rtm, "ready");
    await slack("close", { code: 4001, reason: "enough" });
    await ready;
    const [{ from, to, cause, recovered }] = await gap;
    return { events, sent, from, to, recovered, causes: [(await error)[0], (await change)[0].cause, cause].map(plain) };
  });
  assert.deepEqual(seen.events, ["error", "reconnecting", "connecting", "authenticated", "connected", "hello", "gap", "ready"]);
  for (const cause of seen.causes) {
    assert.equal(cause.isError, true);
    assert.equal(cause.code, code("rtmclient_websocket"));
    assert.match(cause.message, /4001: enough/);
  }
  assert.equal(seen.from, seen.sent);
  assert.ok(Number(seen.to) > 0);
  assert.equal(seen.recovered, false);
});

test("a gap before which nothing was seen begins nowhere", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const gap = once(rtm, "gap");
    await slack("drop");
    const [{ from }] = await gap;
    return [from === undefined];
  });
  assert.deepEqual(seen, [true]);
});

test("without autoReconnect the first loss is final, and so is the first failure", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ autoReconnect: false });
    const events = record(rtm, "reconnecting", "disconnected");
    const disconnected = once(rtm, "disconnected");
    await slack("drop");
    const [loss] = await disconnected;
    await slack("answer-status", { status: 503 });
    const failure = await outcome(rtm.start());
    return { events, loss: plain(loss), failure };
  });
  assert.deepEqual(seen.events, ["disconnected", "disconnected"]);
  assert.equal(seen.loss.code, code("rtmclient_websocket"));
  assert.equal(seen.failure.code, code("http"));
  assert.equal(seen.failure.statusCode, 503);
});

for (const status of [404, 410]) {
  test(`HTTP ${status} is final before the first session, and retried after it`, async (t) => {
    const seen = await inPage(t, async (status) => {
      const rtm = client({ retryConfig: retryPolicies.rapidRetryPolicy });
      await slack("answer-status", { status });
      const first = await outcome(rtm.start());
      let ready = once(rtm, "ready");
      await rtm.start();
      await ready;
      await slack("answer-status", { status, n: 2 });
      ready = once(rtm, "ready");
      await slack("drop");
      await ready;
      await rtm.disconnect(); // after which the program knows the client no more
      await slack("answer-status", { status, n: 2 });
      return { first, last: (await rtm.start()).ok };
    }, { args: [status] });
    assert.equal(seen.first.code, code("http"));
    assert.equal(seen.first.statusCode, status);
    assert.equal(seen.last, true);
  });
}

test("a token function is asked before each call, and may return a promise", async (t) => {
  const tokens = await inPage(t, async () => {
    let asked = 0;
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy }, () => {
      asked++;
      return asked === 1 ? "xoxb-1" : Promise.resolve(`xoxb-${asked}`);
    });
    const ready = once(rtm, "ready");
    await slack("drop");
    await ready;
    await rtm.call("auth.test");
    return (await slackLog()).calls.map((call) => call.form.token);
  });
  assert.deepEqual(tokens, ["xoxb-1", "xoxb-2", "xoxb-3"]);
});

test("a token function that fails is a failed attempt with its error as the cause", async (t) => {
  const errors = await inPage(t, async () => {
    const functions = [
      () => { throw new RangeError("the vault is closed"); },
      () => Promise.reject(new Error("the vault is far")),
      () => "",
      async () => 42,
    ];
    return Promise.all(functions.map((token) => outcome(client({ autoReconnect: false }, token).start())));
  });
  assert.deepEqual(errors.map((error) => error.code), Array(4).fill(code("request")));
  assert.equal(errors[0].cause.name, "RangeError");
  assert.equal(errors[0].cause.message, "the vault is closed");
  assert.match(errors[1].message, /the vault is far/);
  assert.match(errors[2].message, /token function must return a string/);
  assert.match(errors[3].message, /token function must return a string/);
});

test("getConnection serves in place of a token, once for each attempt", async (t) => {
  const seen = await inPage(t, async () => {
    let asked = 0;
    const getConnection = async ({ signal }) => {
      asked++;
      const response = await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "of the backend" }), signal });
      const { url, self, team } = await response.json();
      return { url, self, team, mine: asked };
    };
    const rtm = new RTMClient(undefined, { getConnection, retryConfig: retryPolicies.rapidRetryPolicy, logger: () => {} });
    const ready = once(rtm, "ready");
    const response = await rtm.start();
    await ready;
    const user = rtm.activeUserId;
    const again = once(rtm, "ready");
    await slack("drop");
    await again;
    await rtm.disconnect();
    return { ok: response.ok, mine: response.mine, user, asked };
  });
  assert.deepEqual(seen, { ok: true, mine: 1, user: "U00000BOT", asked: 2 });
});

test("a refusal of Slack's that getConnection hands on is taken as Slack's", async (t) => {
  const seen = await inPage(t, async () => {
    const refused = new RTMClient(undefined, { getConnection: async () => ({ ok: false, error: "invalid_auth" }), logger: () => {} });
    const error = await refused.start().catch((error) => error);
    return { code: error.code, error: error.data.error, message: error.message, state: refused.state };
  });
  assert.deepEqual([seen.code, seen.error, seen.state], [code("platform"), "invalid_auth", "disconnected"]);
  assert.match(seen.message, /invalid_auth \(the token is wrong or was revoked\)/);
});

test("a refusal of Slack's is final however it is wrapped", async (t) => {
  const errors = await inPage(t, async () => {
    const refused = (error) => Object.assign(new Error("An API error occurred"), { data: { ok: false, error } });
    const wrapped = (cause) => new Error("the backend", { cause: new Error("the call", { cause }) });
    const fail = async () => { throw wrapped(refused("token_revoked")); };
    const circle = new Error("a circle");
    circle.cause = circle;
    const starts = [
      new RTMClient(undefined, { getConnection: fail, logger: () => {} }),
      client({}, fail),
      client({ webClient: { apiCall: fail } }, undefined),
      new RTMClient(undefined, { getConnection: async () => { throw refused("token_revoked"); }, logger: () => {} }),
      // No refusals: their attempts fail, and that is all.
      client({ autoReconnect: false }, async () => { throw circle; }),
      client({ autoReconnect: false }, async () => { throw Object.assign(new Error("none"), { data: { ok: false, error: 5n } }); }),
    ];
    return Promise.all(starts.map(async (rtm) => {
      const { code, message, data, cause } = await outcome(rtm.start());
      return { code, message, data, cause: { message: cause?.message } }; // what a function threw may be no JSON
    }));
  });
  for (const { code: is, data } of errors.slice(0, 4)) assert.deepEqual([is, data?.error], [code("platform"), "token_revoked"]);
  for (const index of [0, 1, 3]) assert.match(errors[index].message, /the token is wrong or was revoked|token_revoked/);
  assert.equal(errors[0].cause.message, "the backend");
  assert.deepEqual(errors.slice(4).map((error) => error.code), Array(2).fill(code("request")));
});

test("what Slack asks to wait outlives a disconnect and a start, and binds one token", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("rate-limit", { after: 3600 });
    const rtm = client();
    const asked = inState(rtm, "reconnecting");
    const first = outcome(rtm.start());
    await asked;
    await rtm.disconnect();
    await first;
    const waits = once(rtm, "state");
    outcome(rtm.start());
    const [{ name, previous, cause }] = await waits;
    const before = (await slackLog()).calls.length;
    await rtm.disconnect();
    const { ok } = await rtm.start({ token: "xoxb-another" });
    await rtm.disconnect();
    return { name, previous, code: cause.code, retryAfter: cause.retryAfter, before, ok };
  });
  assert.deepEqual([seen.name, seen.previous, seen.code, seen.before, seen.ok], ["reconnecting", "disconnected", code("rate_limited"), 1, true]);
  assert.ok(seen.retryAfter > 3000 && seen.retryAfter <= 3600, String(seen.retryAfter));
});

test("retryConfig without retries goes on for ever", async (t) => {
  const seen = await inPage(t, async () => {
    const failures = async (retryConfig, most) => {
      let asked = 0;
      const getConnection = async () => {
        if (++asked > most) return new Promise(() => {});
        throw new Error("no backend");
      };
      const rtm = new RTMClient(undefined, { getConnection, retryConfig, logger: () => {} });
      const ended = new Promise((resolve) => rtm.once("disconnected", () => resolve(true)));
      rtm.start();
      while (asked <= most && !(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1))])));
      await rtm.disconnect();
      return asked;
    };
    return [await failures({ maxTimeout: 1 }, 30), await failures({ maxTimeout: 1, retries: 5 }, 30), await failures({ maxTimeout: 1, forever: false }, 30)];
  });
  assert.deepEqual(seen, [31, 6, 11]);
});

test("getConnection that fails is a failed attempt, and its signal aborts when the attempt is given up", async (t) => {
  const seen = await inPage(t, async () => {
    const failing = new RTMClient(undefined, { getConnection: async () => { throw new Error("no backend"); }, autoReconnect: false, logger: () => {} });
    const useless = new RTMClient(undefined, { getConnection: async () => ({}), autoReconnect: false, logger: () => {} });
    const errors = [await outcome(failing.start()), await outcome(useless.start())];
    let asked;
    const called = new Promise((resolve) => (asked = resolve));
    const stuck = new RTMClient(undefined, { getConnection: ({ signal }) => new Promise(() => asked(signal)) });
    stuck.start();
    const signal = await called;
    const before = signal.aborted;
    await stuck.disconnect();
    return { errors, before, after: signal.aborted };
  });
  assert.deepEqual(seen.errors.map((error) => error.code), [code("request"), code("request")]);
  assert.match(seen.errors[0].message, /no backend/);
  assert.match(seen.errors[1].message, /getConnection must return/);
  assert.deepEqual([seen.before, seen.after], [false, true]);
});

test("webClient makes the calls with its own token, and its errors are Slack's", async (t) => {
  const seen = await inPage(t, async () => {
    const asked = [];
    const webClient = {
      async apiCall(method, args) {
        asked.push([method, args]);
        const response = await fetch(apiURL() + method, { method: "POST", body: new URLSearchParams({ token: "of the webClient", ...args }) });
        const data = await response.json();
        if (!data.ok) throw Object.assign(new Error("refused"), { data });
        return data;
      },
    };
    const rtm = client({ webClient, autoReconnect: false }, undefined);
    const response = await rtm.start({ presence_sub: true });
    const refused = await outcome(rtm.call("users.info", { user: "U0" }));
    await rtm.call("auth.test", { token: "of the call" });
    const limited = client({ webClient: { apiCall: () => Promise.reject(Object.assign(new Error("slow"), { retryAfter: 7 })) }, autoReconnect: false }, undefined);
    return { ok: response.ok, asked, refused, limited: await outcome(limited.start()) };
  });
  assert.equal(seen.ok, true);
  assert.deepEqual(seen.asked, [["rtm.connect", { presence_sub: "1" }], ["users.info", { user: "U0" }], ["auth.test", { token: "of the call" }]]);
  assert.equal(seen.refused.code, code("platform"));
  assert.equal(seen.refused.data.error, "user_not_found");
  assert.equal(seen.limited.code, code("rate_limited"));
  assert.equal(seen.limited.retryAfter, 7);
});

test("a webClient that waits by itself is called once at a time, and its answer is used whenever it comes", async (t) => {
  const seen = await inPage(t, async () => {
    const calls = [];
    let most = 0;
    const webClient = {
      async apiCall(method, args) {
        const call = { method, args };
        most = Math.max(most, calls.push(call) - calls.filter(({ isOver }) => isOver).length);
        await new Promise((resolve) => (call.release = resolve));
        call.isOver = true;
        return (await fetch(apiURL() + method, { method: "POST", body: new URLSearchParams({ token: "of the webClient", ...args }) })).json();
      },
    };
    const called = async (n) => { while (calls.length < n) await slackLog(); };
    const rtm = client({ webClient, connectTimeout: 1500, retryConfig: retryPolicies.rapidRetryPolicy }, undefined);
    const failures = record(rtm, "unable_to_rtm_start", "reconnecting");
    const first = rtm.start();
    await called(1);
    // Another client finds that connectTimeout is over.
    await slack("stall-calls", { on: true });
    const other = await outcome(client({ connectTimeout: 1600, autoReconnect: false }).start());
    await slack("stall-calls", { on: false });
    const early = failures.splice(0);
    rtm.reconnect(true);
    await rtm.disconnect();
    const ended = await outcome(first);
    const connecting = once(rtm, "connecting");
    const second = rtm.start();
    await connecting; // an answer that comes before anybody wants it is nobody's
    calls[0].release();
    const { ok } = await second;
    await rtm.disconnect();

    // Who wants another answer waits for the end of the call.
    const third = outcome(rtm.start());
    await called(2);
    await rtm.disconnect();
    await third;
    const controller = new AbortController();
    const aborted = outcome(rtm.start({ presence_sub: true, signal: controller.signal }));
    controller.abort();
    const { name } = await aborted;
    const fourth = rtm.start({ batch_presence_aware: true });
    calls[1].release();
    await called(3);
    calls[2].release();
    await fourth;
    const settled = rtm.call("auth.test");
    const beside = rtm.call("auth.test");
    await called(5);
    for (const { release } of calls) release();
    await Promise.all([settled, beside]);
    return { early, other: other.code, ended: ended.code, ok, name, calls: calls.map(({ method, args }) => [method, args]), most };
  });
  assert.deepEqual(seen, {
    early: [],
    other: code("rtmclient_connect_timeout"),
    ended: code("rtmclient_disconnected"),
    ok: true,
    name: "AbortError",
    calls: [["rtm.connect", {}], ["rtm.connect", {}], ["rtm.connect", { batch_presence_aware: "1" }], ["auth.test", {}], ["auth.test", {}]],
    most: 2, // what the caller calls is the caller's
  });
});

test("the errors of @slack/web-api and of @slack/client keep their meaning, and are the cause", async (t) => {
  const seen = await inPage(t, async () => {
    const codes = (name) => [`slack_webapi_${name}_error`, `slackclient_${name}_error`];
    const cases = {
      platform: { data: { ok: false, error: "invalid_auth", response_metadata: { scopes: ["client"] } } },
      http: { statusCode: 503, statusMessage: "Service Unavailable", headers: { "retry-after": "7" }, body: "later" },
      rate_limited: { retryAfter: 30 },
      request: { original: new TypeError("Failed to fetch") },
    };
    const seen = [];
    for (const [name, members] of Object.entries(cases)) {
      for (const theirs of codes(name)) {
        const thrown = Object.assign(new Error(`their ${name} error`), { code: theirs, circle: window }, members);
        const rtm = client({ webClient: { apiCall: () => Promise.reject(thrown) }, autoReconnect: false }, undefined);
        const told = once(rtm, "unable_to_rtm_start");
        for (const promise of [rtm.start(), rtm.call("chat.update")]) {
          const error = await promise.catch((error) => error);
          seen.push([error.code, error.statusCode ?? null, error.retryAfter ?? null, error.data ?? null, error.cause === thrown, error.original === thrown]);
        }
        seen.push((await told)[0].cause === thrown);
      }
    }
    const odd = [];
    for (const thrown of [null, undefined, "a string", {}, { statusCode: "503" }, { retryAfter: null, statusCode: 200 }]) {
      const error = await client({ webClient: { apiCall: () => Promise.reject(thrown) } }, undefined).call("chat.update").catch((error) => error);
      odd.push(error.code);
    }
    return { seen, odd };
  });
  const both = (row) => [row, row, true, row, row, true];
  assert.deepEqual(seen.seen, [
    ...both([code("platform"), null, null, { ok: false, error: "invalid_auth", response_metadata: { scopes: ["client"] } }, true, true]),
    ...both([code("http"), 503, 7, null, true, true]),
    ...both([code("rate_limited"), 429, 30, null, true, true]),
    ...both([code("request"), null, null, null, true, true]),
  ]);
  assert.deepEqual(seen.odd, Array(6).fill(code("request")));
});

test("what a function of the caller's throws is the cause of the error that comes of it", async (t) => {
  const same = await inPage(t, async () => {
    const same = [];
    const thrown = Object.assign(new RangeError("of the test"), { extra: 1 });
    const fail = () => Promise.reject(thrown);
    for (const rtm of [client({ autoReconnect: false }, fail), client({ getConnection: fail, autoReconnect: false }, undefined)]) {
      const error = await rtm.start().catch((error) => error);
      same.push(error.cause === thrown);
    }
    return same;
  });
  assert.deepEqual(same, [true, true]);
});

test("useRtmConnect: false calls rtm.start", async (t) => {
  const methods = await inPage(t, async () => {
    await client({ useRtmConnect: false }).start();
    return (await slackLog()).calls.map((call) => call.method);
  });
  assert.deepEqual(methods, ["rtm.start"]);
});

test("a start that nobody holds causes no unhandled rejection, whatever is wrong", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("refuse", { code: "invalid_auth", n: -1 });
    const rtm = client();
    const ended = once(rtm, "disconnected");
    rtm.start();
    await ended;
    rtm.start({ signal: AbortSignal.abort() });
    rtm.start({ token: 42 });
    // The browser tells of rejections in a task, before it runs another timer.
    await new Promise((resolve) => setTimeout(resolve));
    return unhandled;
  });
  assert.deepEqual(seen, []);
});

test("call resolves with Slack's answer, without a session", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const answer = await rtm.call("api.test", { flag: true, list: [1, 2], text: "a&b", none: undefined, nil: null });
    const { user } = await rtm.call("users.info", { user: "U0000ANNA" });
    return { args: answer.args, user: user.name, state: rtm.state };
  });
  assert.deepEqual(seen.args, { token: "xoxb-secret", flag: "1", list: "[1,2]", text: "a&b" });
  assert.equal(seen.user, "anna");
  assert.equal(seen.state, "disconnected");
});

test("call takes a token for this call alone", async (t) => {
  const tokens = await inPage(t, async () => {
    const rtm = client();
    await rtm.call("auth.test", { token: "xoxp-user" });
    await rtm.call("auth.test");
    return (await slackLog()).calls.map((call) => call.form.token);
  });
  assert.deepEqual(tokens, ["xoxp-user", "xoxb-secret"]);
});

test("call rejects with what went wrong: a refusal, a limit, a status, no JSON, no network", async (t) => {
  const errors = await inPage(t, async () => {
    const rtm = client();
    const errors = [await outcome(rtm.call("users.info", { user: "U0" }))];
    await slack("rate-limit", { method: "auth.test", after: 30 });
    errors.push(await outcome(rtm.call("auth.test")));
    await slack("answer-status", { method: "auth.test", status: 502 });
    errors.push(await outcome(rtm.call("auth.test")));
    await slack("answer-status", { method: "auth.test", status: 200, body: "<html>" });
    errors.push(await outcome(rtm.call("auth.test")));
    await slack("fail-calls", { method: "auth.test", n: -1 }); // a browser repeats a call that is cut once
    errors.push(await outcome(rtm.call("auth.test")));
    return errors;
  });
  assert.deepEqual(errors.map((error) => error.code), ["platform", "rate_limited", "http", "read", "request"].map(code));
  assert.deepEqual(errors[0].data, { ok: false, error: "user_not_found" });
  assert.equal(errors[1].retryAfter, 30);
  assert.equal(errors[2].statusCode, 502);
});

test("aborting a call ends its wait", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-calls");
    const controller = new AbortController();
    const called = outcome(client().call("auth.test", {}, { signal: controller.signal }));
    await slackLogWhen((log) => log.calls.length === 1);
    controller.abort();
    return called;
  });
  assert.equal(seen.name, "AbortError");
  assert.equal(seen.code, code("abort"));
});
