// What the client sends: messages and other frames, their replies, the queue.

import assert from "node:assert/strict";
import test from "node:test";
import { asJSON, inPage, testInPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

test("sendMessage resolves with Slack's reply and with what the message was", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const result = await rtm.sendMessage("hello & goodbye", "C0GENERAL");
    const [written] = (await slackLog()).received;
    const { messages } = await rtm.call("conversations.history", { channel: "C0GENERAL" });
    return { result, written: JSON.parse(written.json), posted: messages[0].ts };
  });
  const { ts, reply_to, ...rest } = seen.result;
  assert.deepEqual(rest, { ok: true, text: "hello & goodbye", type: "message", channel: "C0GENERAL", user: "U00000BOT" });
  assert.equal(ts, seen.posted);
  assert.deepEqual(seen.written, { id: reply_to, type: "message", text: "hello & goodbye", channel: "C0GENERAL" });
});

test("escapeText lets Slack show what a user typed as it is, and sendMessage leaves markup alone", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    await rtm.sendMessage(`<@U0000ANNA> wrote: ${escapeText("<!channel> a && b > &amp;")}`, "C0GENERAL");
    const [written] = (await slackLog()).received;
    const thrown = [undefined, null, 1, ["<"]].map((value) => {
      try {
        return escapeText(value);
      } catch (error) {
        return error.code;
      }
    });
    return { text: JSON.parse(written.json).text, thrown };
  });
  assert.equal(seen.text, "<@U0000ANNA> wrote: &lt;!channel&gt; a &amp;&amp; b &gt; &amp;amp;");
  assert.deepEqual(seen.thrown, Array(4).fill(code("invalid_argument")));
});

test("a message that was sent does not come back as an event; one that another sent comes, and so does one posted by the Web API", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const heard = [];
    rtm.on("message", ({ text }) => heard.push(text));
    await rtm.sendMessage("mine", "C0GENERAL");
    const other = rtm.waitFor("message");
    await slack("say", { text: "Anna's" });
    await other;
    const posted = rtm.waitFor("message");
    await rtm.call("chat.postMessage", { channel: "C0GENERAL", text: "posted" });
    await posted;
    return heard;
  });
  assert.deepEqual(seen, ["Anna's", "posted"]);
});

test("a message may be refused, repeated, given up or left uncertain", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ rateLimit: false });
    await slack("nack", { code: 4, msg: "no" });
    const refused = await outcome(rtm.sendMessage("refused", "C0GENERAL"));
    await slack("nack", { code: -1, msg: "slow down" });
    const repeated = await rtm.sendMessage("repeated", "C0GENERAL");
    await slack("hold-acks");
    const controller = new AbortController();
    const given = outcome(rtm.sendMessage("given up", "C0GENERAL", { signal: controller.signal }));
    controller.abort();
    const aborted = await given;
    const uncertain = outcome(rtm.sendMessage("uncertain", "C0GENERAL"));
    await rtm.disconnect();
    return { refused: [refused.code, refused.delivered], repeated: repeated.text, aborted: [aborted.name, aborted.delivered], uncertain: (await uncertain).delivered };
  });
  assert.deepEqual(seen, {
    refused: [code("rtmclient_send_message_platform"), "no"], repeated: "repeated", aborted: ["AbortError", "unknown"], uncertain: "unknown",
  });
});

test("sendMessage takes a node callback, and returns nothing then", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    let returned;
    const success = await new Promise((resolve) => (returned = rtm.sendMessage("hello", "C0GENERAL", (...args) => resolve(args))));
    const failure = await new Promise((resolve) => rtm.sendMessage("", "C0GENERAL", (...args) => resolve(args)));
    return { returned: returned === undefined, error: success[0], user: success[1].user, failure: plain(failure[0]), count: failure.length };
  });
  assert.deepEqual([seen.returned, seen.error, seen.user], [true, null, "U00000BOT"]);
  assert.equal(seen.failure.code, code("invalid_argument"));
  assert.equal(seen.count, 1);
});

test("a callback that throws is reported, and disturbs nothing", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const threw = new Promise((resolve) => addEventListener("error", (event) => resolve(event.error.message), { once: true }));
    rtm.sendMessage("one", "C0GENERAL", thrower("of the callback"));
    const message = await threw;
    const { text } = await rtm.sendMessage("two", "C0GENERAL");
    return { message, text, unhandled };
  });
  assert.deepEqual(seen, { message: "of the callback", text: "two", unhandled: [] });
});

test("sendMessage replies in a thread", async (t) => {
  const frame = await inPage(t, async () => {
    const rtm = await readyClient();
    const thread_ts = await slack("say");
    await rtm.sendMessage("a reply", "C0GENERAL", { thread_ts, reply_broadcast: true });
    const { messages } = await rtm.call("conversations.replies", { channel: "C0GENERAL", ts: thread_ts });
    const frame = JSON.parse((await slackLog()).received[0].json);
    return { ...frame, thread_ts: frame.thread_ts === thread_ts, replies: messages.map(({ text }) => text) };
  });
  assert.deepEqual(frame, { id: 1, type: "message", text: "a reply", channel: "C0GENERAL", thread_ts: true, reply_broadcast: true, replies: ["hello", "a reply"] });
});

test("sendTyping resolves when the frame is written, and the others see it", async (t) => {
  const seen = await inPage(t, async () => {
    const [rtm, other] = await Promise.all([readyClient(), readyClient()]);
    const typing = once(other, "user_typing");
    const value = await rtm.sendTyping("C0GENERAL");
    return { value: value === undefined, event: (await typing)[0] };
  });
  assert.deepEqual(seen, { value: true, event: { type: "user_typing", channel: "C0GENERAL", user: "U00000BOT" } });
});

test("subscribePresence brings presence_change, in place of those asked for before, and after a reconnection too", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    const changes = [];
    rtm.on("presence_change", ({ user, presence }) => changes.push([user, presence]));
    const change = (user, presence) => until(rtm, "presence_change", (event) => event.user === user && event.presence === presence);
    const now = change("U0000ANNA", "active");
    await rtm.subscribePresence(["U0000ANNA"]);
    await now;
    const away = change("U0000ANNA", "away");
    await slack("presence", { user: "U0000ANNA", presence: "away" });
    await away;
    const again = change("U0000ANNA", "away");
    await slack("drop");
    await again;
    const ben = change("U00000BEN", "active");
    await rtm.subscribePresence(["U00000BEN"]);
    await ben;
    const benAway = change("U00000BEN", "away");
    await slack("presence", { user: "U0000ANNA", presence: "active" });
    await slack("presence", { user: "U00000BEN", presence: "away" });
    await benAway;
    return changes;
  });
  assert.deepEqual(seen, [
    ["U0000ANNA", "active"], ["U0000ANNA", "away"], ["U0000ANNA", "away"], ["U00000BEN", "active"], ["U00000BEN", "away"],
  ]);
});

test("addOutgoingEvent resolves with the reply, or when the frame is written", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const reply = await rtm.addOutgoingEvent(true, "message", { text: "hello", channel: "C0GENERAL" });
    const change = once(rtm, "presence_change");
    const written = await rtm.addOutgoingEvent(false, "presence_query", { ids: ["U0000ANNA"] });
    await change;
    return { reply, keys: Object.keys(reply).sort(), written: written === undefined };
  });
  assert.deepEqual(seen.keys, ["ok", "reply_to", "text", "ts"]);
  assert.equal(seen.reply.text, "hello");
  assert.equal(seen.written, true);
});

test("a body's own id and type do not count", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const reply = await rtm.addOutgoingEvent(true, "message", { id: 77, type: "other", text: "hello", channel: "C0GENERAL" });
    const { json } = (await slackLog()).received[0];
    return { reply_to: reply.reply_to, json };
  });
  assert.equal(seen.reply_to, 1);
  assert.equal(seen.json, '{"id":1,"type":"message","text":"hello","channel":"C0GENERAL"}');
});

test("send resolves with the frame's id, and each id is greater than the one before", async (t) => {
  const ids = await inPage(t, async () => {
    const rtm = await readyClient();
    const ids = [await rtm.send("typing", { channel: "C0GENERAL" }), await rtm.send("ping")];
    const { reply_to } = await rtm.sendMessage("hello", "C0GENERAL");
    return [...ids, reply_to, await rtm.send("typing", { channel: "C0GENERAL" })];
  });
  assert.deepEqual(ids, [1, 2, 3, 4]);
});

test("send overtakes what waits for its turn", async (t) => {
  const types = await inPage(t, async () => {
    const rtm = await readyClient({ rateLimit: { perSecond: 0.001, burst: 1 } });
    await rtm.sendMessage("one", "C0GENERAL");
    outcome(rtm.sendMessage("two", "C0GENERAL"));
    await rtm.send("typing", { channel: "C0GENERAL" });
    await slackLogWhen((log) => log.received.length === 2);
    return (await slackLog()).received.map(({ type }) => type);
  });
  assert.deepEqual(types, ["message", "typing"]);
});

test("outgoing_message tells of each frame as it is written", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const frames = [];
    rtm.on("outgoing_message", (frame) => frames.push(frame));
    await rtm.sendTyping("C0GENERAL");
    await rtm.sendMessage("hello", "C0GENERAL");
    return frames;
  });
  assert.deepEqual(seen, [
    { id: 1, type: "typing", channel: "C0GENERAL" },
    { id: 2, type: "message", text: "hello", channel: "C0GENERAL" },
  ]);
});

test("200 messages do not wait for each other's replies", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("hold-acks");
    const rtm = await readyClient({ rateLimit: false });
    const sent = Promise.all(Array.from({ length: 200 }, (_, i) => rtm.sendMessage(`message ${i}`, "C0GENERAL")));
    const { received } = await slackLogWhen((log) => log.received.length === 200);
    await slack("hold-acks", { on: false });
    const results = await sent;
    return { written: received.map(({ id }) => id), texts: results.map(({ text }) => text), replies: results.map(({ reply_to }) => reply_to) };
  });
  const counted = Array.from({ length: 200 }, (_, i) => i + 1);
  assert.deepEqual(seen.written, counted);
  assert.deepEqual(seen.replies, counted);
  assert.deepEqual(seen.texts, counted.map((n) => `message ${n - 1}`));
});

testInPage("sends of all kinds are written in their order, each under its id", async (t) => {
  const seen = await inPage(t, async () => {
    const { written, socketFn } = noting();
    const rtm = await readyClient({ rateLimit: false, socketFn });
    const replies = await Promise.all([
      rtm.sendMessage("one", "C0GENERAL"),
      rtm.sendMessage("two", "C0GENERAL", { attachments: [{ type: "x" }] }),
      rtm.addOutgoingEvent(true, "message", { id: 99, text: "three", channel: "C0GENERAL" }),
      rtm.sendMessage("\x1e four \x1f", "C0GENERAL"),
      rtm.sendMessage("x".repeat(6000), "C0GENERAL"),
      rtm.sendMessage("six", "C0GENERAL"),
    ]);
    return { replies: replies.map(({ ok, reply_to }) => [ok, reply_to]), written: written.map((frame) => JSON.parse(frame)).map(({ id, text }) => [id, text.slice(0, 5)]) };
  });
  assert.deepEqual(seen.replies, [1, 2, 3, 4, 5, 6].map((id) => [true, id]));
  assert.deepEqual(seen.written, [[1, "one"], [2, "two"], [3, "three"], [4, "\x1e fou"], [5, "xxxxx"], [6, "six"]]);
});

testInPage("no more messages are written than the rate limit allows", async (t) => {
  const seen = await inPage(t, async () => {
    const { written, socketFn } = noting();
    const rtm = await readyClient({ rateLimit: { perSecond: 0.001, burst: 3 }, socketFn });
    const controller = new AbortController();
    const sends = Array.from({ length: 6 }, (_, i) => outcome(rtm.sendMessage(`message ${i}`, "C0GENERAL", { signal: controller.signal })));
    await Promise.all(sends.slice(0, 3));
    await rtm.ping();
    const messages = written.filter((frame) => frame.includes('"message"')).length;
    controller.abort();
    return { messages, delivered: (await Promise.all(sends)).map(({ delivered }) => delivered) };
  });
  assert.deepEqual(seen, { messages: 3, delivered: [null, null, null, "no", "no", "no"] });
});

testInPage("a reply does not overtake the events before it", async (t) => {
  const order = await inPage(t, async () => {
    class Replying extends InstantSocket {
      send(frame) {
        const { id } = JSON.parse(frame);
        this.says({ type: "message", text: "before" });
        this.says({ ok: true, reply_to: id, ts: "1700000000.000100", text: "hi" });
        this.says({ type: "message", text: "after" });
      }
    }
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => new Replying(), rateLimit: false }, undefined);
    const order = [];
    rtm.on("message", ({ text }) => order.push(text));
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    for (let i = 0; i < 3; i++) {
      const after = until(rtm, "message", ({ text }) => text === "after");
      await Promise.all([after, rtm.sendMessage("hi", "C1").then(() => order.push("reply"))]);
    }
    return order;
  });
  // What comes after it may be delivered in the same turn.
  assert.deepEqual(order.filter((what) => what !== "after"), Array.from({ length: 3 }, () => ["before", "reply"]).flat());
});

testInPage("a message that is refused for haste is written again before one that was sent before Go had read the refusal", async (t) => {
  const written = await inPage(t, async () => {
    const written = [];
    let isWritten, refuse;
    const first = new Promise((resolve) => (isWritten = resolve));
    class Refusing extends InstantSocket {
      send(frame) {
        const { id, type, text } = JSON.parse(frame);
        if (type !== "message") return;
        written.push(text);
        if (written.length > 1) return this.says({ ok: true, reply_to: id, ts: "1.0", text });
        refuse = () => {
          this.says({ ok: true, reply_to: 12345 }); // of nobody: what comes right after it waits
          this.says({ ok: false, reply_to: id, error: { code: -1, msg: "slow down" } });
        };
        isWritten();
      }
    }
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => new Refusing(), rateLimit: false }, undefined);
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    const one = rtm.sendMessage("1", "C1");
    await first;
    refuse();
    await Promise.all([one, rtm.sendMessage("2", "C1")]);
    return written;
  });
  assert.deepEqual(written, ["1", "1", "2"]);
});

test("a message that Slack refuses rejects with its reply, and is not delivered", async (t) => {
  const error = await inPage(t, async () => {
    await slack("nack", { code: 2, msg: "message text is missing" });
    const rtm = await readyClient();
    return outcome(rtm.sendMessage("hello", "C0GENERAL"));
  });
  assert.equal(error.code, code("rtmclient_send_message_platform"));
  assert.equal(error.delivered, "no");
  assert.equal(error.messageId, 1);
  assert.equal(error.text, "hello");
  assert.deepEqual(error.data, { ok: false, reply_to: 1, error: { code: 2, msg: "message text is missing" } });
});

test("calls before the start wait for it, in their order", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const sent = [rtm.sendMessage("one", "C0GENERAL"), rtm.sendTyping("C0GENERAL"), rtm.sendMessage("two", "C0GENERAL")];
    await rtm.start();
    await Promise.all(sent);
    return (await slackLog()).received.map(({ id, type }) => [id, type]);
  });
  assert.deepEqual(seen, [[1, "message"], [2, "typing"], [3, "message"]]);
});

test("send rejects without a connection, and while one is being made", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-hello");
    const rtm = client();
    const before = await outcome(rtm.send("typing", { channel: "C0GENERAL" }));
    const handshaking = inState(rtm, "handshaking");
    rtm.start();
    const loading = await outcome(rtm.send("typing", { channel: "C0GENERAL" }));
    await handshaking;
    const during = await outcome(rtm.send("typing", { channel: "C0GENERAL" }));
    await rtm.disconnect();
    const after = await outcome(rtm.send("typing", { channel: "C0GENERAL" }));
    return [before, loading, during, after].map(({ code, delivered }) => [code, delivered]);
  });
  const [disconnected, notReady] = [code("rtmclient_send_while_disconnected"), code("rtmclient_send_while_not_ready")];
  assert.deepEqual(seen, [[disconnected, "no"], [notReady, "no"], [notReady, "no"], [disconnected, "no"]]);
});

test("what v3 and v4 let one fire and forget causes no unhandled rejection, and a message that is lost does", async (t) => {
  const seen = await inPage(t, async () => {
    const rejected = () => new Promise((resolve) => addEventListener("unhandledrejection", resolve, { once: true }));
    const forget = (rtm) => {
      rtm.sendTyping("C0GENERAL");
      rtm.subscribePresence(["U0000ANNA"]);
      rtm.addOutgoingEvent(false, "presence_query", { ids: [] });
      rtm.start();
      rtm.login();
      rtm.reconnect();
      rtm.connect("wss://none.example.com/");
      rtm.sendMessage("with a callback", "C0GENERAL", () => {});
      rtm.send({ type: "typing", channel: "C0GENERAL" }, () => {});
      rtm.updateMessage({ ts: "1.0", channel: "C0GENERAL", text: "new" }, () => {});
      rtm._chat.delete("1.0", "C0GENERAL", () => {});
      rtm.disconnect();
    };
    forget(client());
    forget(await readyClient({ rateLimit: { perSecond: 0.001, burst: 1 } }));
    const wrong = client();
    wrong.sendTyping();
    wrong.subscribePresence("U0000ANNA");
    wrong.start("token");
    wrong.connect();
    const one = rejected(); // which comes after those before it
    const rtm = client();
    rtm.sendMessage("lost", "C0GENERAL");
    await rtm.disconnect();
    await one;
    return unhandled;
  }, { expected: [/The frame was not sent/] }); // Firefox says so all the same
  assert.equal(seen.length, 1);
  assert.match(seen[0], /The frame was not sent/);
});

test("disconnect rejects what waits to be written as not delivered, and what waits for a reply as unknown", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("hold-acks");
    const rtm = await readyClient({ rateLimit: { perSecond: 0.001, burst: 1 } });
    const written = outcome(rtm.sendMessage("written", "C0GENERAL"));
    const queued = outcome(rtm.sendMessage("queued", "C0GENERAL"));
    await slackLogWhen((log) => log.received.length === 1);
    await rtm.disconnect();
    return [await written, await queued];
  });
  assert.deepEqual(seen.map(({ code, delivered, messageId, text }) => [code, delivered, messageId, text]), [
    [code("rtmclient_no_reply_received"), "unknown", 1, "written"],
    [code("rtmclient_disconnected"), "no", 2, "queued"],
  ]);
});

test("disconnect rejects what was sent before any start, too", async (t) => {
  const error = await inPage(t, async () => {
    const rtm = client();
    const sent = outcome(rtm.sendMessage("early", "C0GENERAL"));
    await rtm.disconnect();
    return sent;
  });
  assert.deepEqual([error.code, error.delivered, error.messageId, error.text], [code("rtmclient_disconnected"), "no", 1, "early"]);
});

test("a reply that was lost with its connection is unknown, unless Slack repeats it", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy, replyAckOnReconnectTimeout: 0 });
    await slack("hold-acks");
    const lost = outcome(rtm.sendMessage("lost", "C0GENERAL"));
    await slackLogWhen((log) => log.received.length === 1);
    const ready = once(rtm, "ready");
    await slack("drop");
    await ready;
    const error = await lost;
    await slack("hold-acks", { on: false });
    const patient = await readyClient({ retryConfig: retryPolicies.rapidRetryPolicy });
    await slack("lose-last-ack");
    const repeated = await patient.sendMessage("repeated", "C0GENERAL");
    return { error, repeated };
  });
  assert.equal(seen.error.code, code("rtmclient_no_reply_received"));
  assert.equal(seen.error.delivered, "unknown");
  // What Slack repeats is the message, which does not say ok; the result does.
  assert.deepEqual([seen.repeated.ok, seen.repeated.text], [true, "repeated"]);
});

test("an abort takes a queued frame back, and ends the wait for a written one", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("hold-acks");
    const rtm = await readyClient({ rateLimit: { perSecond: 0.001, burst: 1 } });
    const controller = new AbortController();
    const { signal } = controller;
    const written = rtm.sendMessage("written", "C0GENERAL", { signal }).catch((error) => error);
    const queued = rtm.sendMessage("queued", "C0GENERAL", { signal }).catch((error) => error);
    const unstarted = outcome(client().sendMessage("unstarted", "C0GENERAL", { signal }));
    await slackLogWhen((log) => log.received.length === 1);
    const reason = new Error("enough");
    controller.abort(reason);
    const errors = [await written, await queued];
    const late = await outcome(rtm.sendMessage("late", "C0GENERAL", { signal }));
    await rtm.send("typing", { channel: "C0GENERAL" });
    const { received } = await slackLogWhen((log) => log.received.length === 2);
    return {
      errors: [...errors.map(plain), await unstarted, late],
      reasons: errors.map((error) => error.cause === reason),
      types: received.map(({ type }) => type),
    };
  });
  assert.deepEqual(seen.errors.map(({ name, code, delivered, text }) => [name, code, delivered, text]), [
    ["AbortError", code("abort"), "unknown", "written"],
    ["AbortError", code("abort"), "no", "queued"],
    ["AbortError", code("abort"), "no", "unstarted"],
    ["AbortError", code("abort"), "no", "late"],
  ]);
  assert.deepEqual(seen.reasons, [true, true]);
  assert.deepEqual(seen.types, ["message", "typing"]);
});

test("the queue has a limit, before the start and after it", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("stall-hello");
    const rtm = client({ sendQueueLimit: 2 });
    const send = () => rtm.sendTyping("C0GENERAL");
    const waiting = [send(), send()];
    const before = await outcome(send());
    const handshaking = inState(rtm, "handshaking");
    rtm.start();
    await handshaking;
    const during = await outcome(send());
    await slack("stall-hello", { on: false });
    await Promise.all(waiting);
    return { before, during, after: await outcome(send()) };
  });
  for (const error of [seen.before, seen.during]) {
    assert.equal(error.code, code("rtmclient_send_queue_full"));
    assert.equal(error.delivered, "no");
  }
  assert.deepEqual(asJSON(seen.after), {}); // done, with no value
});

test("a frame may have 16 KB, and not a byte more", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const size = new TextEncoder().encode(JSON.stringify({ id: 1, type: "message", text: "", channel: "C0GENERAL" })).length;
    const text = "ü".repeat(100) + ".".repeat(16384 - size - 200); // an ü takes two bytes
    const fits = await rtm.sendMessage(text, "C0GENERAL");
    const large = await outcome(rtm.sendMessage(`${text}.`, "C0GENERAL"));
    return { ok: fits.ok, bytes: (await slackLog()).received.map(({ json }) => new TextEncoder().encode(json).length), large, sockets: (await slackLog()).sockets };
  });
  assert.equal(seen.ok, true);
  assert.deepEqual(seen.bytes, [16384]);
  assert.equal(seen.large.code, code("rtmclient_frame_too_large"));
  assert.equal(seen.large.delivered, "no");
  assert.equal(seen.sockets, 1);
});

test("a reply that does not come within ackTimeout is unknown", async (t) => {
  const error = await inPage(t, async () => {
    await slack("hold-acks");
    const rtm = await readyClient({ ackTimeout: 20 });
    return outcome(rtm.sendMessage("hello", "C0GENERAL"));
  });
  assert.equal(error.code, code("rtmclient_ack_timeout"));
  assert.equal(error.delivered, "unknown");
  assert.equal(error.messageId, 1);
});

test("with the retries used up, what waits rejects with the cause", async (t) => {
  const error = await inPage(t, async () => {
    await slack("answer-status", { status: 500, n: -1 });
    const rtm = client({ retryConfig: { retries: 2, minTimeout: 0, maxTimeout: 1 } });
    const sent = outcome(rtm.sendMessage("hello", "C0GENERAL"));
    const started = await outcome(rtm.start());
    return { sent: await sent, started, calls: (await slackLog()).calls.length };
  });
  assert.equal(error.sent.code, code("rtmclient_disconnected"));
  assert.equal(error.sent.delivered, "no");
  assert.equal(error.sent.cause.code, code("http"));
  assert.equal(error.started.code, code("http"));
  assert.equal(error.calls, 3);
});

test("a message that is too long for Slack is refused, however long it is, and the others go on", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const refused = [];
    for (const length of [15_000, 25_000, 60_000, 70_000, 1_000_000]) {
      const { code, message } = await outcome(rtm.sendMessage("x".repeat(length), "C0GENERAL"));
      refused.push([code, /Slack takes/.test(message ?? "")]);
    }
    return { refused, text: (await rtm.sendMessage("short", "C0GENERAL")).text };
  });
  const [first, ...others] = seen.refused;
  assert.deepEqual(first, [null, false]); // it was sent
  for (const one of others) assert.deepEqual(one, [code("rtmclient_frame_too_large"), true]);
  assert.equal(seen.text, "short");
});

testInPage("what is called while the socket takes a frame keeps its order: a send, and what withdraws it", async (t) => {
  const seen = await inPage(t, async () => {
    const acts = {
      async abort(rtm) {
        const controller = new AbortController();
        const sent = outcome(rtm.sendMessage("second", "C0GENERAL", { signal: controller.signal }));
        controller.abort();
        return (await sent).name;
      },
      async disconnect(rtm) {
        const sent = outcome(rtm.sendMessage("second", "C0GENERAL"));
        await rtm.disconnect();
        const { code, delivered } = await sent;
        return [code, delivered];
      },
    };
    const seen = {};
    for (const [name, act] of Object.entries(acts)) {
      let outcomeOfAct, rtm;
      const socketFn = (url) => {
        const socket = new WebSocket(url);
        socket.send = (frame) => {
          WebSocket.prototype.send.call(socket, frame);
          if (frame.includes("first")) outcomeOfAct = act(rtm);
        };
        return socket;
      };
      rtm = await readyClient({ socketFn });
      await outcome(rtm.sendMessage("first", "C0GENERAL"));
      seen[name] = await outcomeOfAct;
    }
    return seen;
  });
  assert.equal(seen.abort, "AbortError");
  assert.deepEqual(seen.disconnect, [code("rtmclient_no_reply_received"), "unknown"]); // it was written before the session ended
});
