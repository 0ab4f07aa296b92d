// The call for the first session, which is made while the program loads.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, openPage, testInPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

/**
 * A page whose program comes when the page says so: loadProgram(), or with a status that is
 * none. callsWhen(n) gives Slack's log of calls once there are n, and answered() waits until the
 * page has an answer.
 */
async function pageWithoutProgram(t, options = {}) {
  let isWanted, wanted = new Promise((resolve) => (isWanted = resolve));
  const page = await openPage(t, {
    ...options,
    async prepare(page) {
      await options.prepare?.(page);
      await page.setRequestInterception(true);
      page.on("request", (request) => {
        if (new URL(request.url()).pathname.endsWith(".wasm")) isWanted(request);
        else request.continue();
      });
      await page.exposeFunction("loadProgram", async (status) => {
        const request = await wanted;
        wanted = new Promise((resolve) => (isWanted = resolve));
        if (status) await request.respond({ status });
        else await request.continue();
      });
    },
  });
  await page.evaluate(() => {
    window.withResolvers = () => {
      const it = {};
      it.promise = new Promise((resolve) => (it.resolve = resolve));
      return it;
    };
    window.answered = () => slackLogWhen(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("rtm.connect")));
    window.callsWhen = async (n) => (await slackLogWhen(({ calls }) => calls.length >= n)).calls.map(({ method, form }) => [method, form]);
  });
  return page;
}

const ways = {
  "a token": { options: () => ({}), calls: [["rtm.connect", { token: "xoxb-secret" }]] },
  "a token of the start": { start: { token: "xoxb-other" }, calls: [["rtm.connect", { token: "xoxb-other" }]] },
  "fields": { start: { batch_presence_aware: true, own: [1] }, calls: [["rtm.connect", { token: "xoxb-secret", batch_presence_aware: "1", own: "[1]" }]] },
  "rtm.start": { options: () => ({ useRtmConnect: false }), calls: [["rtm.start", { token: "xoxb-secret" }]] },
  "an address without a slash": { options: () => ({ slackApiUrl: apiURL().slice(0, -1) }), calls: [["rtm.connect", { token: "xoxb-secret" }]] },
  "an address by v3's name": { options: () => ({ slackApiUrl: undefined, slackAPIUrl: apiURL() }), calls: [["rtm.connect", { token: "xoxb-secret" }]] },
  "a token function": { token: () => async () => (asked.push("token"), "xoxb-fresh"), asked: ["token"], calls: [["rtm.connect", { token: "xoxb-fresh" }]] },
  "getConnection": {
    options: () => ({
      getConnection: async ({ signal }) => {
        asked.push(`connection, which is ${signal.aborted ? "not " : ""}wanted`);
        return (await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "of the backend" }), signal })).json();
      },
    }),
    asked: ["connection, which is wanted"],
    calls: [["rtm.connect", { token: "of the backend" }]],
  },
  "a webClient": {
    token: () => undefined,
    options: () => ({
      webClient: {
        apiCall: async (method, args) => {
          asked.push(method);
          return (await fetch(apiURL() + method, { method: "POST", body: new URLSearchParams({ token: "of the webClient", ...args }) })).json();
        },
      },
    }),
    asked: ["rtm.connect"],
    calls: [["rtm.connect", { token: "of the webClient" }]],
  },
};

for (const [name, { token, options = () => ({}), start, asked = [], calls }] of Object.entries(ways)) {
  testInPage(`with ${name}, the first start asks while the program loads, once in all`, async (t) => {
    const page = await pageWithoutProgram(t);
    const seen = await page.evaluate(async (token, options, start) => {
      window.asked = [];
      const rtm = client(eval(options)(), ...(token ? [eval(token)()] : []));
      const ready = once(rtm, "ready");
      const started = rtm.start(start ?? {});
      const before = await callsWhen(1);
      await loadProgram();
      const { ok } = await started;
      await ready;
      return { ok, before, calls: await callsWhen(1), asked, opened: (await slackLog()).opened };
    }, token && String(token), String(options), start);
    assert.deepEqual(seen, { ok: true, before: calls, calls, asked, opened: 1 });
  });
}

testInPage("an abort gives the call up, and the next start makes its own", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    const signals = [];
    const { promise: asked, resolve } = withResolvers();
    const rtm = client({
      getConnection: async ({ signal }) => {
        resolve(signals.push(signal));
        if (signals.length === 1) return new Promise(() => {});
        return (await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "of the backend" }), signal })).json();
      },
    });
    const controller = new AbortController();
    const first = outcome(rtm.start({ signal: controller.signal }));
    await asked;
    controller.abort();
    const { name } = await first;
    const isGivenUp = signals[0].aborted;
    const second = rtm.start();
    await loadProgram();
    return { name, isGivenUp, ok: (await second).ok, asked: signals.length };
  });
  assert.deepEqual(seen, { name: "AbortError", isGivenUp: true, ok: true, asked: 2 });
});

testInPage("a start that is taken back at once calls nobody", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    let asked = 0;
    const [aborted, stopped] = [client(), client({ getConnection: () => asked++ }, undefined)];
    const controller = new AbortController();
    const outcomes = [outcome(aborted.start({ signal: controller.signal })), outcome(stopped.start())];
    controller.abort();
    await stopped.disconnect();
    const third = client({}, "xoxb-third").start();
    await loadProgram();
    await third;
    return { codes: (await Promise.all(outcomes)).map(({ code }) => code), asked, calls: await callsWhen(1) };
  });
  assert.deepEqual(seen, { codes: [code("abort"), code("rtmclient_disconnected")], asked: 0, calls: [["rtm.connect", { token: "xoxb-third" }]] });
});

testInPage("a start whose load fails has called once, and a start after it calls once more", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const first = outcome(rtm.start());
    await callsWhen(1);
    await loadProgram(503);
    const { code } = await first;
    const second = rtm.start();
    await loadProgram();
    await second;
    return { code, calls: (await slackLog()).calls.length };
  });
  assert.deepEqual(seen, { code: code("initialize"), calls: 2 });
});

testInPage("what Slack has asked to wait holds for the start after a load that failed", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    await slack("rate-limit", { after: 3600 });
    const rtm = client();
    const first = outcome(rtm.start());
    await answered();
    await loadProgram(503);
    await first;
    const limited = once(rtm, "rate_limited");
    const waits = inState(rtm, "reconnecting");
    rtm.start();
    await loadProgram();
    const [seconds] = await limited;
    const [{ cause }] = await waits;
    const { calls } = await slackLog();
    await rtm.disconnect();
    return { seconds, code: cause.code, calls: calls.length };
  });
  assert.ok(seen.seconds > 3500 && seen.seconds <= 3600, `${seen.seconds} s`);
  assert.deepEqual({ ...seen, seconds: 0 }, { seconds: 0, code: code("rate_limited"), calls: 1 });
});

testInPage("what Slack has asked to wait binds no start after that time", async (t) => {
  const page = await pageWithoutProgram(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      const now = performance.now.bind(performance);
      window.ahead = 0;
      performance.now = () => now() + ahead;
    }),
  });
  const seen = await page.evaluate(async () => {
    let asked = 0;
    const rtm = client({
      autoReconnect: false,
      getConnection: async ({ signal }) => {
        if (++asked === 1) throw Object.assign(new Error("too often"), { retryAfter: 40 });
        return (await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "of the backend" }), signal })).json();
      },
    });
    const first = outcome(rtm.start());
    await loadProgram(503);
    await first;
    window.ahead = 41_000;
    const second = rtm.start();
    await loadProgram();
    const { ok } = await second;
    return { ok, asked };
  });
  assert.deepEqual(seen, { ok: true, asked: 2 });
});

testInPage("a token function that throws is a failed attempt, and is asked once for each", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    let asked = 0;
    const { promise: wasAsked, resolve } = withResolvers();
    const rtm = client({ retryConfig: { minTimeout: 1 } }, () => {
      resolve(++asked);
      if (asked === 1) throw new Error("the backend is away");
      return "xoxb-fresh";
    });
    const failed = once(rtm, "unable_to_rtm_start");
    const started = rtm.start();
    const before = await wasAsked;
    await loadProgram();
    const [error] = await failed;
    await started;
    return { before, asked, message: error.message, calls: (await slackLog()).calls.length };
  });
  assert.deepEqual({ ...seen, message: "" }, { before: 1, asked: 2, message: "", calls: 1 });
  assert.match(seen.message, /the backend is away/);
});

testInPage("a webClient that throws is the cause of the failed attempt", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    const refusal = Object.assign(new Error("no"), { code: "slack_webapi_platform_error", data: { ok: false, error: "invalid_auth" } });
    let asked = 0;
    const rtm = client({ webClient: { apiCall: () => Promise.reject((asked++, refusal)) } }, undefined);
    const started = rtm.start().catch((error) => error);
    await loadProgram();
    const error = await started;
    return { code: error.code, isItself: error.cause === refusal, asked };
  });
  assert.deepEqual(seen, { code: code("platform"), isItself: true, asked: 1 });
});

testInPage("a refusal that came while the program loaded ends the start, after one call", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    await slack("accept-only", { token: "xoxb-right" });
    const started = outcome(client().start());
    await callsWhen(1);
    await loadProgram();
    return { error: (await started).data, calls: (await slackLog()).calls.length };
  });
  assert.deepEqual(seen, { error: { ok: false, error: "invalid_auth" }, calls: 1 });
});

testInPage("a 429 that came while the program loaded is told, and waited for", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    await slack("rate-limit", { after: 3600 });
    const rtm = client();
    const limited = once(rtm, "rate_limited");
    const waits = inState(rtm, "reconnecting");
    rtm.start();
    await callsWhen(1);
    await loadProgram();
    await limited;
    const [{ cause }] = await waits;
    const { calls } = await slackLog();
    await rtm.disconnect();
    return { code: cause.code, calls: calls.length };
  });
  assert.deepEqual(seen, { code: code("rate_limited"), calls: 1 });
});

testInPage("a call that is not what Go asks for is not taken for it", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const controller = new AbortController();
    const first = outcome(rtm.start({ token: "xoxb-first", signal: controller.signal }));
    const second = rtm.start({ token: "xoxb-second" });
    await callsWhen(1);
    controller.abort();
    await first;
    const ready = once(rtm, "ready");
    await loadProgram();
    await second;
    await ready;
    return (await slackLog()).calls.map(({ form }) => form.token);
  });
  assert.deepEqual(seen, ["xoxb-first", "xoxb-second"]);
});

testInPage("disconnect ends the call and the load, and a start after it has a session", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    await slack("stall-calls");
    const rtm = client();
    const started = outcome(rtm.start());
    await callsWhen(1);
    await rtm.disconnect();
    const { code } = await started;
    await slack("stall-calls", { on: false });
    const ready = once(rtm, "ready");
    const again = rtm.start();
    await loadProgram();
    await again;
    await ready;
    return { code, calls: (await slackLog()).calls.length };
  });
  assert.deepEqual(seen, { code: code("rtmclient_disconnected"), calls: 2 });
});

testInPage("disconnect ends a call that Go has taken over", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    let given;
    const rtm = client({ getConnection: ({ signal }) => new Promise(() => (given = signal)) });
    const connecting = once(rtm, "connecting");
    const started = outcome(rtm.start());
    await loadProgram();
    await connecting;
    await rtm.disconnect();
    return { code: (await started).code, isGivenUp: given.aborted };
  });
  assert.deepEqual(seen, { code: code("rtmclient_disconnected"), isGivenUp: true });
});

testInPage("two clients at once make a call each, and each has its own session", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    const clients = ["xoxb-first", "xoxb-second"].map((token) => client({}, token));
    const ready = clients.map((rtm) => once(rtm, "ready"));
    const started = clients.map((rtm) => rtm.start());
    await callsWhen(2);
    await loadProgram();
    const urls = (await Promise.all(started)).map(({ url }) => url);
    await Promise.all(ready);
    const { calls, opened } = await slackLog();
    return { tokens: calls.map(({ form }) => form.token).sort(), opened, areApart: urls[0] !== urls[1] };
  });
  assert.deepEqual(seen, { tokens: ["xoxb-first", "xoxb-second"], opened: 2, areApart: true });
});

testInPage("once the program is there a start asks as ever", async (t) => {
  const page = await pageWithoutProgram(t);
  const seen = await page.evaluate(async () => {
    const rtm = client();
    for (let i = 0; i < 2; i++) {
      const ready = once(rtm, "ready");
      const started = rtm.start();
      if (i === 0) await loadProgram();
      await started;
      await ready;
      await rtm.disconnect();
    }
    await client({}, "xoxb-other").start();
    return (await slackLog()).calls.map(({ form }) => form.token);
  });
  assert.deepEqual(seen, ["xoxb-secret", "xoxb-secret", "xoxb-other"]);
});

test("with Go in a worker, which calls itself, there is one call in all", { skip: kind === "firefox" && "puppeteer holds up no request of a worker there" }, async (t) => {
  const page = await openPage(t);
  const calls = await page.evaluate(async () => {
    const loading = initialize({ worker: true });
    const rtm = client();
    const ready = once(rtm, "ready");
    await rtm.start();
    await loading;
    await ready;
    return (await slackLog()).calls.length;
  });
  assert.equal(calls, 1);
});

/** Has the page note its sockets in `sockets`. */
const watchSockets = () => {
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      sockets.push(this);
    }
  };
  /** The number of a socket's state: 1 is open. */
  window.isIn = async (socket, state) => {
    while (socket.readyState !== state) await slackLog();
  };
};

testInPage("the socket is opened while the program loads, and what it has brought is heard first and in order", async (t) => {
  const page = await pageWithoutProgram(t);
  await page.evaluate(watchSockets);
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const heard = [];
    rtm.on("slack_event", (type, event) => heard.push(type === "message" ? event.text : type));
    rtm.on("ready", () => heard.push("(ready)"));
    const ready = once(rtm, "ready");
    rtm.start();
    await slackLogWhen(({ sockets }) => sockets === 1);
    for (let i = 1; i <= 50; i++) await slack("say", { text: `early ${i}` });
    await loadProgram();
    await ready;
    const last = until(rtm, "message", ({ text }) => text === "late");
    await slack("say", { text: "late" });
    await last;
    const heardSoFar = [...heard];
    const { ts } = await rtm.sendMessage("and back", "C0GENERAL");
    return { heard: heardSoFar, sockets: sockets.length, opened: (await slackLog()).opened, isSent: Boolean(ts) };
  });
  assert.deepEqual(seen, { heard: ["hello", "(ready)", ...Array.from({ length: 50 }, (_, i) => `early ${i + 1}`), "late"], sockets: 1, opened: 1, isSent: true });
});

for (const [name, giveUp] of Object.entries({
  "disconnect": (rtm) => rtm.disconnect(),
  "an abort": (rtm, controller) => controller.abort(),
  "an abort when Go is there": (rtm, controller) => {
    rtm.on("connecting", () => controller.abort());
    return loadProgram();
  },
  "a load that fails": () => loadProgram(503),
  "a page that is put away": () => void dispatchEvent(new PageTransitionEvent("pagehide")),
})) {
  testInPage(`an early socket is closed by ${name}, and nothing of it is heard`, async (t) => {
    const page = await pageWithoutProgram(t);
    await page.evaluate(watchSockets);
    const seen = await page.evaluate(async (text) => {
      const giveUp = eval(text);
      const rtm = client();
      const heard = [];
      for (const type of ["slack_event", "raw_message", "ws_close"]) rtm.on(type, (...args) => heard.push([type, ...args]));
      const controller = new AbortController();
      outcome(rtm.start({ signal: controller.signal }));
      await slackLogWhen(({ sockets }) => sockets === 1);
      await slack("say", { text: "to nobody" });
      await giveUp(rtm, controller);
      await slackLogWhen(({ sockets }) => sockets === 0);
      return { heard, sockets: sockets.length };
    }, String(giveUp));
    assert.deepEqual(seen, { heard: [], sockets: 1 });
  });
}

testInPage("a page that was put away while the program loaded has a session at its first attempt all the same", async (t) => {
  const page = await pageWithoutProgram(t);
  await page.evaluate(watchSockets);
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const states = [];
    rtm.on("state", ({ name }) => states.push(name));
    const ready = once(rtm, "ready");
    rtm.start();
    await slackLogWhen(({ sockets }) => sockets === 1);
    dispatchEvent(new PageTransitionEvent("pagehide"));
    await isIn(sockets[0], 3);
    await loadProgram();
    await ready;
    return { states, sockets: sockets.map(({ readyState }) => readyState), calls: (await slackLog()).calls.length };
  });
  assert.deepEqual(seen, { states: ["authenticating", "authenticated", "handshaking", "connected", "ready"], sockets: [3, 1], calls: 2 });
});

testInPage("an early socket that Go has no use for is closed, and another is opened", async (t) => {
  const page = await pageWithoutProgram(t);
  await page.evaluate(watchSockets);
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const heard = [];
    rtm.on("message", ({ text }) => heard.push(text));
    const controller = new AbortController();
    const first = outcome(rtm.start({ token: "xoxb-first", signal: controller.signal }));
    rtm.start({ token: "xoxb-second" });
    await slackLogWhen(({ sockets }) => sockets === 1);
    await slack("say", { text: "to nobody" });
    controller.abort();
    await first;
    const ready = once(rtm, "ready");
    await loadProgram();
    await ready;
    await slackLogWhen(({ sockets }) => sockets === 1);
    return { heard, states: sockets.map(({ readyState }) => readyState > 1) };
  });
  assert.deepEqual(seen, { heard: [], states: [true, false] });
});

testInPage("an early socket that has ended before Go is there was a session, which another follows", async (t) => {
  const page = await pageWithoutProgram(t);
  await page.evaluate(watchSockets);
  const seen = await page.evaluate(async () => {
    const rtm = client({ retryConfig: { minTimeout: 1 } });
    const states = [];
    rtm.on("state", ({ name }) => states.push(name));
    const closed = once(rtm, "ws_close");
    rtm.start();
    await slackLogWhen(({ sockets }) => sockets === 1);
    await slack("close", { code: 4321, reason: "no more" });
    await isIn(sockets[0], 3);
    await loadProgram();
    const end = await closed;
    await inState(rtm, "ready");
    return { end, states, sockets: sockets.length };
  });
  const all = ["authenticating", "authenticated", "handshaking", "connected", "ready"];
  assert.deepEqual(seen, { end: [4321, "no more"], states: [...all, "reconnecting", ...all], sockets: 2 });
});

testInPage("no socket is opened early for socketFn, or at an address that is not safe", async (t) => {
  const page = await pageWithoutProgram(t);
  await page.evaluate(watchSockets);
  const seen = await page.evaluate(async () => {
    const opened = [];
    const { promise: isOpened, resolve } = withResolvers();
    const own = client({ socketFn: (url) => (opened.push(url), resolve(), new EventTarget()) });
    const unsafe = client({ autoReconnect: false, getConnection: () => ({ ok: true, url: "ws://192.0.2.1/secret" }) }, undefined);
    own.start();
    const refused = outcome(unsafe.start());
    await answered();
    await slackLog();
    const before = [opened.length, sockets.length];
    await loadProgram();
    await isOpened;
    return { before, code: (await refused).code, sockets: sockets.length };
  });
  assert.deepEqual(seen, { before: [0, 0], code: code("invalid_argument"), sockets: 0 });
});
