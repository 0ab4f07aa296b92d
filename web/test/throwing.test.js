// What the page's own objects throw: the session goes on, and what cannot go on rejects
// with a code.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, testInPage } from "./browser.js";

for (const what of ["an error", "undefined", "a symbol", "an object without words", "an error whose message throws"]) {
  testInPage(`a socket whose send throws ${what} is replaced, and what was to be written is sent`, async (t) => {
    const seen = await inPage(t, async (what) => {
      const thrown = {
        "an error": () => new Error("no"), undefined: () => undefined, "a symbol": () => Symbol("no"), "an object without words": () => Object.create(null),
        "an error whose message throws": () => Object.defineProperty(new Error(), "message", { get: thrower("not even this") }),
      }[what];
      let left = 0;
      const socketFn = (url) => {
        const socket = new WebSocket(url);
        const send = socket.send;
        socket.send = (frame) => {
          if (!frame.includes('"ping"') && left-- > 0) throw thrown();
          send.call(socket, frame);
        };
        return socket;
      };
      const rtm = await readyClient({ socketFn, rateLimit: false, retryConfig: { forever: true, minTimeout: 1, factor: 1 } });
      const sent = [];
      for (const times of [1, 2]) {
        left = times; // the page writes a message, and what it cannot write Go tries
        const again = times === 2 && inState(rtm, "ready");
        sent.push((await rtm.sendMessage(`message ${times}`, "C0GENERAL")).text);
        await again;
      }
      left = 1;
      const again = inState(rtm, "ready");
      rtm.sendTyping("C0GENERAL").catch(() => {}); // this Go writes
      await again;
      await rtm.ping();
      const { received } = await slackLog();
      return { sent, received: received.filter(({ type }) => type === "message").length, died: logged.filter(([, text]) => /has ended/.test(text)).length };
    }, { args: [what] });
    assert.deepEqual(seen, { sent: ["message 1", "message 2"], received: 2, died: 0 });
  });
}

testInPage("a socket whose listeners cannot be removed is replaced like another", async (t) => {
  const state = await inPage(t, async () => {
    const socketFn = (url) => Object.assign(new WebSocket(url), { removeEventListener: thrower("stay") });
    const rtm = await readyClient({ socketFn, retryConfig: { forever: true, minTimeout: 1, factor: 1 } });
    const again = inState(rtm, "ready");
    await slack("drop");
    await again;
    await rtm.ping();
    return rtm.state;
  });
  assert.equal(state, "ready");
});

test("a function that fails with what has no words is asked again", async (t) => {
  const seen = await inPage(t, async () => {
    let asked = 0;
    const rtm = client({
      retryConfig: { forever: true, minTimeout: 1, factor: 1 },
      connectTimeout: 0, // nothing but an answer ends the question
      getConnection: async () => {
        if (++asked === 1) throw Object.defineProperty(new Error(), "message", { get: thrower("not even this") });
        if (asked === 2) throw Object.create(null);
        return (await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "xoxb-secret" }) })).json();
      },
    }, undefined);
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    return asked;
  });
  assert.equal(seen, 3);
});

test("an option that cannot be read fails the call with a code, and nothing has changed", async (t) => {
  const seen = await inPage(t, async () => {
    const bad = (name) => Object.defineProperty({}, name, { enumerable: true, get: thrower("unreadable") });
    const rtm = await readyClient({ rateLimit: false });
    const id = rtm.nextMessageId();
    const before = rtm.stats();
    const outcomes = {};
    for (const [name, fn] of Object.entries({
      "body of send": () => rtm.send("message", bad("text")),
      "options of send": () => rtm.send("message", { text: "x" }, bad("signal")),
      "options of ping": () => rtm.ping(bad("signal")),
      "body of addOutgoingEvent": () => rtm.addOutgoingEvent(true, "message", bad("blocks")),
      "options of sendMessage": () => rtm.sendMessage("x", "C0GENERAL", bad("thread_ts")),
      "message of v3's send": () => new Promise((resolve, reject) => rtm.send(bad("type"), (error) => reject(error))),
      "type of a message that is an object": () => new Promise((resolve, reject) => rtm.send({ type: { toString: 0 } }, (error) => reject(error))),
      "ids of subscribePresence": () => rtm.subscribePresence(Object.defineProperty([], 0, { enumerable: true, get: thrower("unreadable") })),
      "options of sendTyping": () => rtm.sendTyping("C0GENERAL", bad("signal")),
      "arguments of call": () => rtm.call("auth.test", bad("x")),
      "an object in the arguments of call": () => rtm.call("auth.test", { x: bad("y") }),
      "options of call": () => rtm.call("auth.test", {}, bad("signal")),
      "message of updateMessage": () => rtm.updateMessage(bad("ts")),
      "options of start": () => rtm.start(bad("token")),
      "options of waitFor": () => rtm.waitFor("message", bad("filter")),
      "options of events": async () => rtm.events("message", bad("limit")),
      "options of a client": async () => new RTMClient("xoxb-secret", bad("autoReconnect")),
      "rateLimit of a client": async () => client({ rateLimit: bad("burst") }),
      "retryConfig of a client": async () => client({ retryConfig: bad("factor") }),
      "options of initialize": () => initialize(bad("timeout")),
      "options of a store": async () => new MemoryDataStore(bad("historyLimit")),
    })) outcomes[name] = (await outcome(fn())).code ?? "none";
    const after = rtm.stats();
    const unchanged = ["calls", "queued", "pending", "listeners", "framesOut"].every((name) => before[name] === after[name]);
    return { outcomes, unchanged, ids: rtm.nextMessageId() - id, text: (await rtm.sendMessage("and on", "C0GENERAL")).text };
  });
  for (const [name, code] of Object.entries(seen.outcomes)) assert.equal(code, "slackclient_invalid_argument_error", name);
  assert.deepEqual([seen.unchanged, seen.ids, seen.text], [true, 1, "and on"]);
});

test("each option is read once, when the call is made", async (t) => {
  const seen = await inPage(t, async () => {
    const reads = [];
    const counted = (members) => Object.defineProperties({}, Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { enumerable: true, get: () => (reads.push(name), value) }])));
    const rtm = await readyClient(counted({ rateLimit: counted({ perSecond: 1000, burst: 100 }), retryConfig: counted({ retries: 5, factor: 1 }), sendQueueLimit: 10 }));
    const body = counted({ channel: "C0GENERAL", text: "hello" });
    const { text } = await rtm.addOutgoingEvent(true, "message", body, counted({ signal: new AbortController().signal }));
    await rtm.call("auth.test", counted({ x: 1 }), counted({ signal: undefined }));
    rtm.events("message", counted({ limit: 1 })).return();
    return { text, reads };
  });
  assert.equal(seen.text, "hello");
  assert.deepEqual(seen.reads.sort(), ["burst", "channel", "factor", "limit", "perSecond", "rateLimit", "retries", "retryConfig", "sendQueueLimit", "signal", "signal", "text", "x"]);
});

for (const [name, options] of [["", {}], [" with a data store", { store: true }], [" with a backfill", { backfill: true }]]) {
  testInPage(`frames and replies that a listener brings come after the one that it has got${name}`, async (t) => {
    const seen = await inPage(t, async ({ store, backfill }) => {
      const rtm = await readyClient({ rateLimit: false, ...(store && { dataStore: new MemoryDataStore({ logger: () => {} }) }), ...(backfill && { backfill: () => [] }) });
      const order = [];
      let sent;
      rtm.on("user_typing", ({ user }) => {
        order.push(`${user} begins`);
        if (user === "1") {
          rtm.handleWsMessage('{"type":"user_typing","user":"2","channel":"C0GENERAL"}');
          sent = rtm.sendMessage("from within", "C0GENERAL").then(({ text }) => order.push(text));
          rtm.handleWsMessage(`{"ok":true,"reply_to":${rtm.nextMessageId() - 1},"ts":"1.1","text":"brought"}`);
          rtm.handleWsMessage('{"type":"user_typing","user":"3","channel":"C0GENERAL"}');
        }
        order.push(`${user} ends`);
      });
      rtm.handleWsMessage('{"type":"user_typing","user":"1","channel":"C0GENERAL"}');
      await until(rtm, "user_typing", ({ user }) => user === "3");
      await sent;
      await rtm.ping();
      return { order: order.filter((step) => step !== "brought"), replied: order.filter((step) => step === "brought").length };
    }, { args: [options] });
    assert.deepEqual(seen, { order: ["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"], replied: 1 });
  });
}
