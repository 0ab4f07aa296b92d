// events(), waitFor(), ping() and `await using`.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, testInPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

test("events gives each message in order, and leaving the loop removes the listener", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const messages = rtm.events("message");
    const during = rtm.listenerCount("message");
    await slack("flood", { count: 300, size: 200 });
    const texts = [];
    for await (const { text } of messages) {
      texts.push(parseInt(text));
      if (texts.length === 300) break;
    }
    return { texts, during, after: rtm.listenerCount("message"), end: await messages.next() };
  });
  assert.deepEqual(seen.texts, Array.from({ length: 300 }, (_, i) => i + 1));
  assert.deepEqual([seen.during, seen.after], [1, 0]);
  assert.deepEqual(seen.end, { done: true });
});

test("events without a type gives every frame from Slack, and those of the client's own its first argument", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const frames = rtm.events(), states = rtm.events("state");
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    await frame({ type: "odd", subtype: "er" });
    const types = [];
    for await (const { type } of frames) {
      types.push(type);
      if (type === "odd") break;
    }
    return { first: types[0], last: types.at(-1), state: (await states.next()).value.name };
  });
  assert.deepEqual(seen, { first: "hello", last: "odd", state: "authenticating" });
});

test("a message in reply to nothing of ours reaches slack_event and raw_message, and not the listeners of messages", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const heard = [];
    for (const name of ["message", "message::me_message", "slack:message"]) rtm.on(name, ({ text }) => heard.push([name, text]));
    rtm.on("slack_event", (type, { text }) => type === "message" && heard.push(["slack_event", text]));
    rtm.on("raw_message", (text) => heard.push(["raw_message", JSON.parse(text).text]));
    const message = (text, members) => frame({ type: "message", channel: "C0GENERAL", ts: "1700000000.000100", text, ...members });
    const all = until(rtm, "message", ({ text }) => text === "new");
    await message("earlier", { reply_to: 77, subtype: "me_message" });
    await message("to null", { reply_to: null });
    await message("new");
    await all;
    return { heard, logged: logged.length };
  });
  const names = ["raw_message", "slack_event", "slack:message", "message"];
  assert.deepEqual(seen.heard, [["raw_message", "earlier"], ["slack_event", "earlier"], ...names.map((name) => [name, "to null"]), ...names.map((name) => [name, "new"])]);
  assert.equal(seen.logged, 0);
});

test("the reply of the next socket to a message of ours is heard as before; when it comes again it is a replay", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const heard = [];
    rtm.on("message", ({ text }) => heard.push(text));
    await slack("lose-last-ack");
    const sent = rtm.sendMessage("mine", "C0GENERAL");
    const [, reply] = await until(rtm, "slack_event", (_, { reply_to, text }) => reply_to && text);
    await sent;
    await frame(reply);
    const marked = once(rtm, "mark");
    await frame({ type: "mark" });
    await marked;
    return { heard, is: reply.type };
  });
  assert.deepEqual(seen, { heard: ["mine"], is: "message" });
});

test("without a connection handleWsMessage takes a message with reply_to for a replay", async (t) => {
  const heard = await inPage(t, () => {
    const rtm = client();
    const heard = [];
    for (const name of ["slack_event", "message"]) rtm.on(name, () => heard.push(name));
    rtm.handleWsMessage(JSON.stringify({ type: "message", reply_to: 77, channel: "C0GENERAL", text: "earlier", ts: "1.0" }));
    return heard;
  });
  assert.deepEqual(heard, ["slack_event"]);
});

test("a loop over events ends on disconnect, after what waits, and reconnections do not end it", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const messages = rtm.events("message");
    const heard = once(rtm, "message");
    await slack("say", { text: "one" });
    await heard;
    const again = once(rtm, "ready");
    await slack("drop");
    await again;
    const heardToo = once(rtm, "message");
    await slack("say", { text: "two" });
    await heardToo;
    await rtm.disconnect();
    const texts = [];
    for await (const { text } of messages) texts.push(text);
    return texts;
  });
  assert.deepEqual(seen, ["one", "two"]);
});

test("disconnect ends the loops and waits there are, also before any start, and not those begun after it", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const early = [rtm.events("message").next(), outcome(rtm.waitFor("ready"))];
    await rtm.disconnect();
    const rest = await Promise.all(early);
    await rtm.start();
    const old = outcome(rtm.waitFor("message"));
    const over = rtm.disconnect();
    const restarted = rtm.waitFor("ready");
    rtm.start();
    await over;
    await restarted;
    return { rest, old: (await old).code };
  });
  assert.deepEqual(seen.rest[0], { done: true });
  assert.equal(seen.rest[1].code, code("rtmclient_disconnected"));
  assert.equal(seen.old, code("rtmclient_disconnected"));
});

test("a client that gives up for good ends loops and waits with the cause; a wait for just that has its outcome", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("refuse", { code: "account_inactive" });
    const rtm = client();
    const loop = outcome(rtm.events("message").next());
    const wait = outcome(rtm.waitFor("ready"));
    const ends = [rtm.waitFor("disconnected"), rtm.waitFor("disconnect")];
    rtm.start();
    return { loop: await loop, wait: await wait, ends: (await Promise.all(ends)).map(plain) };
  });
  for (const error of [seen.loop, seen.wait]) {
    assert.equal(error.code, code("rtmclient_disconnected"));
    assert.match(error.message, /account_inactive/);
    assert.equal(error.cause.code, code("platform"));
  }
  for (const end of seen.ends) assert.equal(end.code, code("platform"));
});

testInPage("a program that cannot be loaded ends loops and waits", async (t) => {
  const errors = await inPage(t, async () => {
    const { fetch } = window;
    window.fetch = () => Promise.reject(new TypeError("no network"));
    const rtm = client();
    const ends = [outcome(rtm.events("message").next()), outcome(rtm.waitFor("ready"))];
    rtm.start();
    const errors = await Promise.all(ends);
    window.fetch = fetch;
    return errors;
  }, { fresh: true });
  for (const error of errors) assert.deepEqual([error.code, error.cause.code], [code("rtmclient_disconnected"), code("initialize")]);
});

test("a loop that is too slow gets what was kept, and then an error that says so", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const messages = rtm.events("message", { limit: 3 });
    const last = until(rtm, "message", ({ text }) => parseInt(text) === 5);
    await slack("flood", { count: 5, size: 200 });
    await last;
    const texts = [];
    let error;
    try {
      for await (const { text } of messages) texts.push(parseInt(text));
    } catch (thrown) {
      error = plain(thrown);
    }
    return { texts, error, listeners: rtm.listenerCount("message"), end: await messages.next() };
  });
  assert.deepEqual(seen.texts, [1, 2, 3]);
  assert.equal(seen.error.code, code("rtmclient_event_overflow"));
  assert.match(seen.error.message, /^3 events waited/);
  assert.equal(seen.listeners, 0);
  assert.deepEqual(seen.end, { done: true });
});

test("an abort ends a loop and drops what waits; next() calls that wait get theirs in order", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const controller = new AbortController();
    const messages = rtm.events("message", { signal: controller.signal });
    const waiting = [messages.next(), messages.next(), outcome(messages.next())];
    const heard = until(rtm, "message", ({ text }) => text.startsWith("2"));
    await slack("flood", { count: 2, size: 10 });
    await heard;
    const reason = new Error("enough");
    controller.abort(reason);
    const [first, second, third] = await Promise.all(waiting);
    const late = await outcome(rtm.events("message", { signal: controller.signal }).next());
    const timeout = await outcome(rtm.events("message", { signal: AbortSignal.timeout(1) }).next());
    return { texts: [first, second].map(({ value }) => parseInt(value.text)), third, late, timeout, end: await messages.next(), listeners: rtm.listenerCount("message") };
  });
  assert.deepEqual(seen.texts, [1, 2]);
  assert.deepEqual([seen.third.name, seen.third.code, seen.third.cause.message], ["AbortError", code("abort"), "enough"]);
  assert.equal(seen.late.name, "AbortError");
  assert.deepEqual([seen.timeout.name, seen.timeout.code], ["TimeoutError", code("timeout")]);
  assert.deepEqual(seen.end, { done: true });
  assert.equal(seen.listeners, 0);
});

test("waitFor resolves with the first event that its filter takes, and leaves no listener", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const before = rtm.stats().listeners;
    const wanted = rtm.waitFor("message", { filter: ({ text }) => text.startsWith("150."), timeout: 3_600_000 });
    await slack("flood", { count: 300, size: 200 });
    const { text } = await wanted;
    const aborted = await outcome(rtm.waitFor("message", { signal: AbortSignal.abort() }));
    const timeout = await outcome(rtm.waitFor("nothing", { timeout: 1, signal: new AbortController().signal }));
    const thrown = outcome(rtm.waitFor("message", { filter: thrower("of the filter") }));
    await slack("say", { text: "to the filter" });
    return { text, aborted: aborted.name, timeout, thrown: (await thrown).message, left: rtm.stats().listeners - before, reported };
  });
  assert.match(seen.text, /^150\./);
  assert.equal(seen.aborted, "AbortError");
  assert.deepEqual([seen.timeout.name, seen.timeout.code], ["TimeoutError", code("timeout")]);
  assert.equal(seen.thrown, "of the filter");
  assert.equal(seen.left, 0);
  assert.deepEqual(seen.reported, []);
});

test("wrong arguments of events and waitFor are TypeErrors that name them", async (t) => {
  const errors = await inPage(t, async () => {
    const rtm = client();
    const errors = { type: thrown(() => rtm.events("")), limit: thrown(() => rtm.events("message", { limit: 0 })), "no option": thrown(() => rtm.events("message", { filter() {} })) };
    for (const [name, value] of Object.entries({ signal: {}, timeout: -1, filter: "yes" })) errors[name] = await outcome(rtm.waitFor("message", { [name]: value }));
    errors.symbol = await outcome(rtm.waitFor());
    errors["must be an object"] = await outcome(rtm.waitFor("message", 5));
    return errors;
  });
  for (const [word, error] of Object.entries(errors)) {
    assert.deepEqual([error.isTypeError, error.code], [true, code("invalid_argument")]);
    assert.match(error.message, new RegExp(word));
  }
});

test("ping resolves with the time it took, and rejects without a connection", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const took = await rtm.ping();
    const aborted = await outcome(rtm.ping({ signal: AbortSignal.abort() }));
    await rtm.disconnect();
    return { took, aborted: aborted.name, error: (await outcome(rtm.ping())).code };
  });
  assert.ok(seen.took > 0 && seen.took < 60_000, `${seen.took} ms`);
  assert.deepEqual([seen.aborted, seen.error], ["AbortError", code("rtmclient_send_while_disconnected")]);
});

test("await using disconnects at the end of the block", async (t) => {
  // As text, since Node does not know the syntax yet.
  const states = await inPage(t, `(async () => {
    const states = [];
    {
      await using rtm = await readyClient();
      rtm.on("state", ({ name }) => states.push(name));
      states.push(rtm.state);
    }
    return states;
  })()`);
  assert.deepEqual(states, ["ready", "disconnecting", "disconnected"]);
});
