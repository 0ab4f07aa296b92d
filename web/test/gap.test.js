import assert from "node:assert/strict";
import test from "node:test";
import { inPage } from "./browser.js";

test("a gap says from when to when, and why", async (t) => {
  const { gap, last, missed, cause } = await inPage(t, async () => {
    const rtm = await readyClient();
    const heard = once(rtm, "message");
    const last = await slack("say", { text: "the last that is heard" });
    await heard;
    const told = once(rtm, "gap");
    await slack("drop");
    const missed = await slack("say", { text: "missed" });
    const [gap] = await told;
    return { gap, last, missed, cause: plain(gap.cause) };
  });
  assert.equal(gap.from, last);
  assert.ok(gap.to >= missed, `${gap.to} is before ${missed}`);
  assert.equal(gap.recovered, false);
  assert.equal(cause.code, "slackclient_rtmclient_websocket_error");
});

test("a backfill is delivered before what came meanwhile, without what is known", async (t) => {
  const seen = await inPage(t, async () => {
    const texts = [];
    let answer;
    const asked = new Promise((resolve) => {
      answer = { resolve };
    });
    const rtm = await readyClient({
      backfill: async ({ from, to, cause }, { signal }) => {
        answer.resolve({ from, to, cause: cause.code, signal: signal instanceof AbortSignal });
        const { messages } = await rtm.call("conversations.history", { channel: "C0GENERAL", oldest: from, inclusive: true });
        return messages.map((message) => ({ ...message, channel: "C0GENERAL" })).reverse();
      },
    });
    rtm.on("message", (event) => texts.push(event.text));
    const heard = once(rtm, "message");
    const known = await slack("say", { text: "known" });
    await heard;
    const told = once(rtm, "gap");
    await slack("drop");
    await slack("say", { text: "missed 1" });
    await slack("say", { text: "missed 2" });
    const question = await asked;
    const [gap] = await told;
    const live = once(rtm, "message::live");
    await slack("send", { frame: JSON.stringify({ type: "message", subtype: "live", channel: "C0GENERAL", ts: "1.1", text: "live" }) });
    await live;
    return { texts, question, known, recovered: gap.recovered };
  });
  assert.deepEqual(seen.texts, ["known", "missed 1", "missed 2", "live"]);
  assert.equal(seen.question.from, seen.known);
  assert.equal(seen.question.cause, "slackclient_rtmclient_websocket_error");
  assert.equal(seen.question.signal, true);
  assert.equal(seen.recovered, true);
});

test("a gap begins after the last event, also if its listener has the connection made anew", async (t) => {
  const { from, last } = await inPage(t, async () => {
    const rtm = await readyClient();
    const gap = once(rtm, "gap");
    rtm.on("message", () => rtm.reconnect());
    const last = await slack("say", { text: "the last" });
    return { from: (await gap)[0].from, last };
  });
  assert.equal(from, last);
});

test("what waits for a backfill is delivered though its socket is lost meanwhile", async (t) => {
  const seen = await inPage(t, async () => {
    const texts = [];
    let isAsked;
    const question = () => new Promise((resolve) => (isAsked = resolve)); // resolves with what answers it
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy, backfill: () => new Promise((answer) => isAsked(answer)) });
    rtm.on("message", ({ text }) => texts.push(text));
    const first = question();
    await slack("drop");
    await first;
    await slack("say", { text: "while the backfill is under way" });
    await rtm.ping(); // after the message on the same socket
    const [gap, second] = [once(rtm, "gap"), question()];
    await slack("drop");
    const [{ recovered }] = await gap;
    const last = until(rtm, "message", ({ text }) => text === "and on");
    (await second)([]);
    await slack("say", { text: "and on" });
    await last;
    return { texts, recovered };
  });
  assert.deepEqual(seen, { texts: ["while the backfill is under way", "and on"], recovered: false });
});

test("a backfill that fails, or gives nonsense, leaves the gap open", async (t) => {
  const recovered = await inPage(t, async () => {
    const answers = [() => Promise.reject(new Error("no history")), () => "nonsense", () => [{ no: "type" }]];
    const seen = [];
    for (const backfill of answers) {
      const rtm = await readyClient({ backfill });
      const told = once(rtm, "gap");
      await slack("drop");
      seen.push((await told)[0].recovered);
      await rtm.disconnect();
    }
    logged.length = 0;
    return seen;
  });
  assert.deepEqual(recovered, [false, false, true]); // the last answered, if with nothing of use
});

test("a goodbye moves the session over, with nothing missed", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const states = [];
    rtm.on("state", ({ name }) => states.push(name));
    const told = once(rtm, "gap");
    await slack("goodbye");
    const [gap] = await told;
    const reply = await rtm.sendMessage("on the new socket", "C0GENERAL");
    return { states, recovered: gap.recovered, ok: reply.ok, opened: (await slackLog()).opened };
  });
  assert.deepEqual(seen, { states: [], recovered: true, ok: true, opened: 2 });
});

test("what both sockets of a handover bring is delivered once, and what only looks alike each time", async (t) => {
  const seen = await inPage(t, async () => {
    const isAway = (user) => slack("send", { frame: JSON.stringify({ type: "presence_change", user, presence: "away" }) });
    const seen = [];
    let begun, isCalling;
    const rtm = await readyClient({}, async () => {
      isCalling?.();
      await begun;
      return "xoxb-secret";
    });
    rtm.on("message", ({ text }) => seen.push(text));
    rtm.on("presence_change", ({ user }) => seen.push(`${user} is away`));

    let begin;
    begun = new Promise((resolve) => (begin = resolve));
    const calling = new Promise((resolve) => (isCalling = resolve));
    await slack("goodbye");
    await calling;
    const first = once(rtm, "presence_change");
    await isAway("U0000ANNA"); // the old socket alone brings this
    await first;
    await slack("stall-hello", { on: true });
    const handedOver = once(rtm, "gap");
    begin();
    while ((await slackLog()).opened < 2); // the new socket waits for its hello
    await slack("say", { text: "on both" });
    await slack("stall-hello", { on: false });
    await handedOver;
    await isAway("U00000BEN"); // the new one alone brings this
    const last = once(rtm, "message");
    await slack("say", { text: "the last" });
    await last;
    return seen;
  });
  assert.deepEqual(seen, ["U0000ANNA is away", "on both", "U00000BEN is away", "the last"]);
});

test("stats() tells what there is, and nothing of Go after a disconnect", async (t) => {
  const { during, after } = await inPage(t, async () => {
    const rtm = await readyClient();
    rtm.on("message", () => {});
    await slack("hold-acks", { on: true });
    const written = once(rtm, "outgoing_message");
    rtm.sendMessage("unanswered", "C0GENERAL").catch(() => {});
    await written;
    const during = rtm.stats();
    await rtm.disconnect();
    return { during, after: rtm.stats() };
  });
  assert.equal(during.state, "ready");
  assert.deepEqual([during.sockets, during.pending, during.calls, during.listeners], [1, 1, 1, 1]);
  assert.ok(during.framesIn >= 1 && during.goroutines > 0 && during.wasmMemory > 0 && during.jsReferences > 0);
  assert.equal(after.state, "disconnected");
  assert.deepEqual([after.sockets, after.pending, after.calls], [undefined, undefined, 0]);
});

test("long messages are compared at a handover as short ones are, and none is lost", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const heard = [];
    rtm.on("message", ({ ts }) => heard.push(ts));
    const states = record(rtm, "reconnecting");
    const moved = once(rtm, "gap");
    await slack("goodbye");
    await moved; // and Go compares for a while what the two sockets bring
    for (let n = 0; n < 40; n++) {
      rtm.handleWsMessage(JSON.stringify({ type: "message", channel: "C0GENERAL", ts: `1700000000.${String(100_000 + n)}`, text: "x".repeat(25_000) }));
      await slackLog();
    }
    return { heard: heard.length, states };
  });
  assert.deepEqual(seen, { heard: 40, states: [] });
});
