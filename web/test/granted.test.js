// What a page writes and settles by itself (rtm/grant.go), as sockets of the page's
// making see it.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage } from "./browser.js";

for (const [what, options] of [["without a rate limit", { rateLimit: false }], ["while the rate limit allows it", {}]]) {
  test(`${what} a message is written before sendMessage returns`, async (t) => {
    const seen = await inPage(t, async (options) => {
      const { written, socketFn } = noting();
      const rtm = await readyClient({ ...options, socketFn });
      const outcome = rtm.sendMessage("hello", "C0GENERAL", { thread_ts: "1.5" });
      const atOnce = [...written];
      return { atOnce, ok: (await outcome).ok, received: (await slackLog()).received.length };
    }, { args: [options] });
    assert.deepEqual(seen, { atOnce: ['{"id":1,"type":"message","text":"hello","channel":"C0GENERAL","thread_ts":"1.5"}'], ok: true, received: 1 });
  });
}

test("what else is sent goes through Go, in its place", async (t) => {
  const seen = await inPage(t, async () => {
    const { written, socketFn } = noting();
    const rtm = await readyClient({ rateLimit: false, socketFn });
    const sends = [
      rtm.sendMessage("one", "C0GENERAL"),
      rtm.sendMessage("two", "C0GENERAL", { attachments: [{ type: "x" }] }),
      rtm.sendMessage("three", "C0GENERAL"),
      rtm.addOutgoingEvent(true, "message", { id: 99, text: "four", channel: "C0GENERAL" }),
      rtm.sendMessage("x".repeat(6000), "C0GENERAL"),
      rtm.sendMessage("six", "C0GENERAL"),
    ];
    const atOnce = written.length;
    const replies = await Promise.all(sends);
    const outcomes = replies.map(({ ok, reply_to }) => [ok, reply_to]);
    const texts = written.map((frame) => JSON.parse(frame)).map(({ id, text }) => [id, text.slice(0, 5)]);
    const seventh = rtm.sendMessage("seven", "C0GENERAL");
    return { atOnce, outcomes, texts, again: written.length, ok: (await seventh).ok };
  });
  const ids = [1, 2, 3, 4, 5, 6];
  assert.equal(seen.atOnce, 1);
  assert.deepEqual(seen.outcomes, ids.map((id) => [true, id]));
  assert.deepEqual(seen.texts, [[1, "one"], [2, "two"], [3, "three"], [4, "four"], [5, "xxxxx"], [6, "six"]]);
  assert.equal(seen.again, 7);
  assert.equal(seen.ok, true);
});

test("no more messages are written at once than the rate limit allows", async (t) => {
  const seen = await inPage(t, async () => {
    const { written, socketFn } = noting();
    const rtm = await readyClient({ rateLimit: { perSecond: 1, burst: 3 }, socketFn });
    const controller = new AbortController();
    const sends = Array.from({ length: 6 }, (_, i) => outcome(rtm.sendMessage(`message ${i}`, "C0GENERAL", { signal: controller.signal })));
    const atOnce = written.length;
    await Promise.all(sends.slice(0, 3));
    await rtm.ping();
    const messages = written.filter((frame) => frame.includes('"message"')).length;
    controller.abort();
    return { atOnce, messages, delivered: (await Promise.all(sends)).map(({ delivered }) => delivered) };
  });
  assert.deepEqual(seen, { atOnce: 3, messages: 3, delivered: [null, null, null, "no", "no", "no"] });
});

test("a reply does not overtake the events before it", async (t) => {
  const order = await inPage(t, async () => {
    let say;
    class Replying extends InstantSocket {
      send(frame) {
        const { id } = JSON.parse(frame);
        say = () => {
          this.says({ type: "message", text: "before" });
          this.says({ ok: true, reply_to: id, ts: "1700000000.000100", text: "hi" });
          this.says({ type: "message", text: "after" });
        };
      }
    }
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => new Replying(), rateLimit: false }, undefined);
    const order = [];
    rtm.on("message", ({ text }) => order.push(text));
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    for (let i = 0; i < 3; i++) {
      const sent = rtm.sendMessage("hi", "C1").then(() => order.push("reply"));
      const after = until(rtm, "message", ({ text }) => text === "after");
      say();
      await Promise.all([sent, after]);
    }
    return order;
  });
  // What comes after it may be delivered in the same turn.
  assert.deepEqual(order.filter((what) => what !== "after"), Array.from({ length: 3 }, () => ["before", "reply"]).flat());
});

test("a message that is refused for haste is written again before one that was sent before Go had read the refusal", async (t) => {
  const seen = await inPage(t, async () => {
    let refuse;
    const written = [];
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
      }
    }
    const rtm = client({ getConnection: async () => ({ url: "wss://here.test/", self: { id: "U1" }, team: { id: "T1" } }), socketFn: () => new Refusing(), rateLimit: false }, undefined);
    const ready = once(rtm, "ready");
    rtm.start();
    await ready;
    const first = rtm.sendMessage("1", "C1");
    refuse();
    const second = rtm.sendMessage("2", "C1");
    const atOnce = [...written];
    await Promise.all([first, second]);
    return { atOnce, written };
  });
  assert.deepEqual(seen, { atOnce: ["1"], written: ["1", "1", "2"] });
});
