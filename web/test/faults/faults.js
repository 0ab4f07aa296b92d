// The fault matrix: what becomes of a client, of RTM and in Socket Mode, when the
// network between the page and Slack fails, in each phase of a connection.
// `./build.sh faults` runs it and prints the tables.
//
// Each cell has a page, a workspace and a proxy of its own. The fault lies on the
// proxy, through which all goes that the page loads, calls and opens. It begins
// in its phase, since the workspace holds the answer back until it is there, and
// lasts for FAULT. Meanwhile Anna speaks and the page sends. An argument such as
// "reset while ready" or "Socket Mode" runs only the cells whose names contain it.

import assert from "node:assert/strict";
import test from "node:test";
import { openPage, origin } from "../browser.js";
import { newProxy } from "./proxy.js";
import { print } from "./table.js";

/** How long a fault lasts, and what the client may take to be ready again after it, in ms. */
const FAULT = 6_000;
const BOUND = 15_000;

/** After how long something hangs that should take a second at most. On a busy machine a page may wait long for its turn. */
const SETTLE = 10_000;

/** How much faster Slack sends again what an app has not acknowledged: for the last time after 25 s. */
const HASTE = 12;

/** What ends: a connection that dies takes the client two seconds and a half to notice. */
const options = {
  clientPingTimeout: 1_500, serverPongTimeout: 1_000, connectTimeout: 3_000, helloTimeout: 3_000, ackTimeout: 5_000, rateLimit: false,
};

/** The faults: toxics of toxiproxy, and what the workspace does beside them. */
const faults = {
  latency: { toxic: "latency", attributes: { latency: 800 } },
  jitter: { toxic: "latency", attributes: { latency: 400, jitter: 400 } },
  bandwidth: { toxic: "bandwidth", attributes: { rate: 1 } },
  "slow close": { toxic: "slow_close", attributes: { delay: 30_000 }, closes: true },
  reset: { toxic: "reset_peer", attributes: { timeout: 0 } },
  "half-open": { toxic: "timeout", attributes: { timeout: 0 } },
  truncation: { toxic: "limit_data", attributes: { bytes: 100 } },
};

/** The protocols: what the page adds to its options, the call for a session, and the texts that Slack got. */
const protocols = {
  RTM: { own: {}, method: "rtm.connect", textsIn: ({ received }) => received.filter(({ type }) => type === "message").map(({ json }) => JSON.parse(json).text) },
  "Socket Mode": {
    own: { socketMode: true, appToken: "xapp-secret" }, method: "apps.connections.open",
    textsIn: ({ calls }) => calls.filter(({ method }) => method === "chat.postMessage").map(({ form }) => form.text),
  },
};

/** The phases: the state that tells of each, how the workspace holds the client in it, and how it closes there. */
const phases = {
  call: { state: "authenticating", stall: "stall-calls", close: "fail-calls" },
  opening: { state: "authenticated", stall: "stall-opens", close: "refuse-opens" },
  hello: { state: "handshaking", stall: "stall-hello", close: "drop" },
  ready: { state: "ready", close: "drop" },
  closing: { state: "ready", close: "drop" },
};

test("the fault matrix", { concurrency: 6 }, async (t) => {
  const tables = Object.keys(protocols).map((protocol) => ({
    protocol, rows: Object.keys(faults).map((fault) => ({ fault, cells: Object.keys(phases).map((phase) => ({ phase, figures: undefined })) })),
  }));
  const all = tables.flatMap(({ protocol, rows }) => rows.flatMap(({ fault, cells }) => cells.map((cell) => ({ protocol, fault, cell, name: `${fault} while ${cell.phase}, ${protocol}` }))));
  const chosen = all.filter(({ name }) => name.includes(process.argv[2] ?? ""));
  assert.ok(chosen.length > 0, `no cell's name contains "${process.argv[2]}"`);
  await Promise.all(chosen.map(({ protocol, fault, cell, name }) => t.test(name, async (t) => {
    cell.figures = "FAILED";
    cell.figures = await strike(t, protocols[protocol], faults[fault], phases[cell.phase], cell.phase === "closing");
  })));
  for (const { protocol, rows } of tables) print(protocol, rows, FAULT, BOUND);
});

let workspaces = 0;

/** Runs a cell, and gives its figures. */
async function strike(t, { own, method, textsIn }, fault, phase, closing) {
  const workspace = `faults${process.pid}-${++workspaces}`;
  const control = (verb, fields = {}) => script(workspace, verb, fields);
  const proxy = await newProxy(t, origin);
  const page = await openPage(t, { workspace, from: proxy.origin, expected: [/./] });
  await page.evaluate(prepare, { ...options, ...own });
  await control("hasten-retries", { times: HASTE });

  // Into the phase.
  if (phase.stall) await control(phase.stall, { on: "true" });
  await page.evaluate(() => void (started = outcome(rtm.start())));
  await becomes(page, (state) => rtm.state === state, `the client did not get to ${phase.state}`, 10_000, phase.state);

  // The fault.
  const anna = speak(control);
  await page.evaluate(() => startSending());
  await proxy.add(fault.toxic, fault.attributes);
  if (fault.closes) await control(phase.close, phase.close === "fail-calls" ? { method } : {});
  if (phase.stall) await control(phase.stall, { on: "false" });
  let closed = 0;
  if (closing) closed = await settles(page, () => rtm.disconnect(), "disconnect()", SETTLE);
  await sleep(FAULT);
  await proxy.clear();

  // After it.
  const end = Date.now();
  if (closing) await page.evaluate(() => void (started = outcome(rtm.start())));
  await settles(page, () => worksAgain(), "to be ready again", BOUND);
  const recovery = Date.now() - end;
  await page.evaluate(() => stopSending());
  const said = await anna();
  const last = await control("say", { text: "say last" });
  await becomes(page, () => seen.texts.includes("say last"), "what is said after the fault does not arrive", 5_000);
  await allDelivered(control);
  await settles(page, () => Promise.all([started, ...seen.sends.map((send) => send.done)]), "the promises", options.ackTimeout + SETTLE);
  await settles(page, () => rtm.disconnect(), "disconnect() in the end", SETTLE);
  const inTheEnd = await page.evaluate(() => report());
  await control("say", { text: "say nothing more" });
  await allClosed(workspace);
  assert.equal((await page.evaluate(() => report())).events, inTheEnd.events, "events came after the disconnect");

  return { recovery, closed, ...account([...said, { text: "say last", ts: last }], inTheEnd, textsIn(await log(workspace))) };
}

/** Holds what arrived against what was said and sent. */
function account(said, page, arrived) {
  const figures = { said: said.length, away: 0, missed: 0, sent: page.sends.length, unknown: 0, unsent: 0 };
  for (const { text, ts } of said) {
    const times = page.texts.filter((other) => other === text).length;
    assert.ok(times <= 1, `"${text}" was delivered ${times} times`);
    if (times === 1) continue;
    const within = (spans) => spans.some(({ from, to }) => from < ts && ts <= to);
    const away = within(page.away);
    assert.ok(away || within(page.gaps), `"${text}" at ${ts} was lost, and no gap says so: ${JSON.stringify(page.gaps)}`);
    figures[away ? "away" : "missed"]++;
  }
  for (const { text, result } of page.sends) {
    const times = arrived.filter((other) => other === text).length;
    assert.ok(times <= 1, `"${text}" arrived ${times} times`);
    if (!result.isError) assert.equal(times, 1, `"${text}" was confirmed and did not arrive`);
    else if (result.delivered === "no") assert.equal(times, 0, `"${text}" arrived though it was not delivered: ${result.message}`);
    else assert.equal(result.delivered, "unknown", `the error does not say what became of it: ${result.message}`);
    if (result.isError) figures[result.delivered === "no" ? "unsent" : "unknown"]++;
  }
  return figures;
}

/** What a page needs for a cell. Runs in it. */
async function prepare(options) {
  await initialize();
  window.rtm = client(options);
  window.started = undefined;
  const never = "9";
  window.seen = { texts: [], sends: [], gaps: [], away: [{ from: "", to: never }], events: 0 };
  const now = () => (Date.now() / 1000).toFixed(6);
  rtm.on("message", ({ user, text, ts }) => {
    if (user === "U0000ANNA") seen.texts.push(text);
    seen.newest = ts;
  });
  rtm.on("slack_event", () => seen.events++);
  rtm.on("gap", ({ from = "", to, recovered }) => {
    if (!recovered) seen.gaps.push({ from, to });
  });
  rtm.on("state", ({ name }) => {
    seen.events++;
    // No gap is told of the time before the first session, or without one wanted.
    if (name === "ready" && seen.away.at(-1).to === never) seen.away.at(-1).to = now();
    if (name === "disconnecting") seen.away.push({ from: seen.newest ?? "", to: never });
  });
  const send = (text) => {
    const entry = { text, result: undefined };
    entry.done = outcome(rtm.sendMessage(text, "C0GENERAL")).then((result) => void (entry.result = result));
    seen.sends.push(entry);
    return entry;
  };
  let timer;
  window.startSending = () => void (timer = setInterval(() => send(`send ${seen.sends.length + 1}`), 400));
  window.stopSending = () => clearInterval(timer);
  window.worksAgain = async () => {
    for (;;) {
      if (rtm.state !== "ready") await once(rtm, "ready");
      const probe = send(`probe ${seen.sends.length + 1}`);
      // In Socket Mode a message takes another way, and comes by the socket, too.
      const echo = options.socketMode && rtm.waitFor("message", { filter: ({ text }) => text === probe.text, timeout: 1_000 }).then(() => true, () => false);
      await probe.done;
      if (!probe.result.isError && (!options.socketMode || (await echo))) return;
    }
  };
  window.report = () => ({
    texts: seen.texts, gaps: seen.gaps, away: seen.away, events: seen.events, sends: seen.sends.map(({ text, result }) => ({ text, result: result ?? {} })),
  });
}

/** Lets Anna speak until the returned function is called, which gives what she said. */
function speak(control) {
  const said = [];
  let on = true;
  const done = (async () => {
    while (on) {
      const text = `say ${said.length + 1}`;
      said.push({ text, ts: await control("say", { text }) });
      await sleep(250);
    }
  })();
  return async () => {
    on = false;
    await done;
    return said;
  };
}

/** Wants something in the page to settle in time, and gives how long it took. */
async function settles(page, fn, what, within) {
  const began = Date.now();
  const ended = await Promise.race([page.evaluate(fn).then(() => true), sleep(within)]);
  assert.ok(ended, `${what} took more than ${within} ms`);
  return Date.now() - began;
}

/** Wants something to become true in the page in time. */
async function becomes(page, fn, otherwise, within, ...args) {
  try {
    await page.waitForFunction(fn, { polling: 50, timeout: within }, ...args);
  } catch (error) {
    assert.fail(`${otherwise} (${error.message})`);
  }
}

/** Wants Slack to have nothing left that it would send again. */
async function allDelivered(control) {
  for (const until = Date.now() + 300_000 / HASTE + 5_000; (await control("acks")).undelivered > 0; await sleep(200)) {
    assert.ok(Date.now() < until, "an event is not acknowledged");
  }
}

/** Wants the workspace to have no socket left. */
async function allClosed(workspace) {
  for (const until = Date.now() + 5_000; (await log(workspace)).sockets > 0; await sleep(50)) {
    assert.ok(Date.now() < until, "sockets are left open");
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Scripts a workspace, past the proxy. */
async function script(workspace, verb, fields) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  assert.ok(response.ok, verb);
  return (await response.json()).result;
}

const log = async (workspace) => (await fetch(`${origin}/workspaces/${workspace}/control/log`)).json();
