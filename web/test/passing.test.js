// What a page delivers by itself (rtm/pass.go), as sockets of the page's making see it.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage } from "./browser.js";

test("an event is delivered before the socket's own event is over, and Go hears of it", async (t) => {
  const seen = await inPage(t, async () => {
    let socket;
    const rtm = await readyClient({ socketFn: (url) => (socket = new WebSocket(url)) });
    const heard = [];
    rtm.on("user_typing", ({ user }) => heard.push(user));
    const says = (user) => socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ type: "user_typing", user, event_ts: `1900000000.00000${user}` }) }));
    const before = rtm.stats();
    says("1");
    says("2");
    const atOnce = [...heard];
    const { framesIn, newest } = rtm.stats();
    return { atOnce, framesIn: framesIn - before.framesIn, newest };
  });
  assert.deepEqual(seen, { atOnce: ["1", "2"], framesIn: 2, newest: "1900000000.000002" });
});

test("an event that comes while Go is writing is delivered once Go is done, before what comes later", async (t) => {
  const seen = await inPage(t, async () => {
    const heard = [];
    let isWriting = false;
    class Chatty extends InstantSocket {
      send(frame) {
        const { type } = JSON.parse(frame);
        isWriting = true;
        this.says({ type: "user_typing", user: `during ${type}` });
        isWriting = false;
        super.send(frame);
      }
    }
    let socket;
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => (socket = new Chatty()), rateLimit: false }, undefined);
    rtm.on("user_typing", ({ user }) => heard.push(isWriting ? "too early" : user));
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    await rtm.sendTyping("C1"); // Go writes this
    await rtm.sendMessage("hello", "C1"); // and the page this
    socket.says({ type: "user_typing", user: "later" });
    return heard;
  });
  assert.deepEqual(seen, ["during typing", "during message", "later"]);
});

test("an event that a listener brings is delivered after the one that it has got", async (t) => {
  const order = await inPage(t, async () => {
    const rtm = await readyClient();
    const order = [];
    rtm.on("user_typing", ({ user }) => {
      order.push(`${user} begins`);
      if (user === "1") rtm.handleWsMessage('{"type":"user_typing","user":"2"}');
      order.push(`${user} ends`);
    });
    rtm.handleWsMessage('{"type":"user_typing","user":"1"}');
    await until(rtm, "user_typing", ({ user }) => user === "2");
    return order;
  });
  assert.deepEqual(order, ["1 begins", "1 ends", "2 begins", "2 ends"]);
});

test("what one client may deliver another's end does not change", async (t) => {
  const heard = await inPage(t, async () => {
    const [rtm, other] = [await readyClient(), await readyClient()];
    await other.disconnect();
    const heard = [];
    rtm.on("user_typing", ({ user }) => heard.push(user));
    rtm.handleWsMessage('{"type":"user_typing","user":"1"}');
    return [...heard];
  });
  assert.deepEqual(heard, ["1"]);
});

test("a listener may bring a frame that Go must see, and neither it nor one after it is lost", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const seen = [];
    rtm.on("slack_event", (type, { user }) => seen.push(user ?? type));
    const brings = (event) => rtm.handleWsMessage(JSON.stringify(event));
    rtm.on("user_typing", ({ user }) => user === "1" && brings({ type: "hello" }));
    for (const user of ["1", "2"]) brings({ type: "user_typing", user });
    brings({ type: "hello", user: "again" });
    brings({ type: "user_typing", user: "3" });
    await until(rtm, "user_typing", ({ user }) => user === "3");
    return seen;
  });
  assert.deepEqual(seen, ["1", "hello", "2", "again", "3"]);
});

test("after disconnect() is called nothing is delivered, whatever comes", async (t) => {
  const heard = await inPage(t, async () => {
    const rtm = await readyClient();
    const heard = [];
    rtm.on("user_typing", ({ user }) => heard.push(user));
    rtm.handleWsMessage('{"type":"user_typing","user":"before"}');
    const over = rtm.disconnect();
    rtm.handleWsMessage('{"type":"user_typing","user":"after"}');
    await over;
    return heard;
  });
  assert.deepEqual(heard, ["before"]);
});

test("a gap begins after the last event that was delivered, also if Go had not heard of it", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const gap = once(rtm, "gap");
    let last;
    rtm.on("message", ({ ts }) => {
      last = ts;
      rtm.reconnect(); // while the event is being delivered
    });
    await slack("say", { user: "U0000ANNA", channel: "C0GENERAL", text: "the last" });
    return { from: (await gap)[0].from, last };
  });
  assert.match(seen.from, /^\d+\.\d{6}$/);
  assert.equal(seen.from, seen.last);
});

test("Go hears of what was delivered before it looks at a deadline, however late the page's other timers are", async (t) => {
  const seen = await inPage(t, async () => {
    // Go is told of events when 100 ms are over, which they never are here. Its own
    // timers are all shorter.
    const setTimeout = window.setTimeout;
    window.setTimeout = (fn, ms, ...args) => (ms === 100 ? 0 : setTimeout(fn, ms, ...args));
    try {
      const rtm = await readyClient({ clientPingTimeout: 90, serverPongTimeout: 60 });
      await slack("lose-pongs", { on: true });
      let reconnections = 0;
      rtm.on("reconnecting", () => reconnections++);
      let count = 0;
      const talk = setInterval(() => rtm.handleWsMessage(JSON.stringify({ type: "user_typing", count: ++count })), 20);
      await until(rtm, "user_typing", (event) => event.count === 50);
      clearInterval(talk);
      const during = reconnections;
      await once(rtm, "reconnecting"); // now there is silence
      return { during, after: reconnections };
    } finally {
      window.setTimeout = setTimeout;
    }
  }, { expected: [/./] });
  assert.deepEqual(seen, { during: 0, after: 1 });
});
