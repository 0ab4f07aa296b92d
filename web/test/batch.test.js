// batch.js and envelope.js by themselves: they need no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { Batch } from "../src/batch.js";
import { envelope, isPlain, setSocketTypes } from "../src/envelope.js";

const message = (ts) => ({ type: "message", channel: "C1", user: "U1", text: "hello", ts, event_ts: ts });

test("before Go has said which frames are about their socket, none is plain", () => {
  assert.equal(isPlain({ type: "user_typing" }), false);
  setSocketTypes(["hello", "goodbye"]);
  assert.equal(isPlain({ type: "user_typing" }), true);
});

test("a batch has what Go reads of each frame, in their order", () => {
  const frames = [{ type: "user_typing" }, message("1700000000.000100"), { ok: true, reply_to: 1 }];
  const batch = new Batch();
  for (const frame of frames) batch.add(JSON.stringify(frame), frame);
  assert.equal(batch.frames, 3);
  assert.deepEqual(batch.join().split("\x1e"), frames.map((frame) => envelope(JSON.stringify(frame), frame)));
});

test("what Go calls a frame about the socket, a reply, and what is no event is not plain, and goes whole", () => {
  const whole = [
    { type: "hello" }, { type: "goodbye", event_ts: "1700000000.000100" },
    { ok: true, reply_to: 1, ts: "1700000000.000100", text: "hi" }, { type: "pong", reply_to: 2 }, { type: "message", reply_to: null, event_ts: "1700000000.000100" },
    { no: "type" }, { type: "" }, { type: 5, event_ts: "1700000000.000100" }, [], {},
  ];
  for (const frame of whole) {
    const text = JSON.stringify(frame);
    assert.equal(isPlain(frame), false, text);
    assert.equal(envelope(text, frame), text);
  }
  assert.equal(isPlain(message("1700000000.000100")), true);
  assert.equal(isPlain({ type: "user_typing" }), true);
});

test("a batch is full by its frames, or by their length", () => {
  const batch = new Batch();
  for (let i = 1; i <= 256; i++) {
    assert.equal(batch.isFull, false);
    batch.add("{}", {});
  }
  assert.equal(batch.isFull, true);
  const long = new Batch();
  long.add("x".repeat(256 * 1024), {});
  assert.equal(long.isFull, true);
});

test("Go is shown what it reads of an event, and all of one that has no time to be told by", () => {
  const event = message("1700000000.000100");
  assert.deepEqual(JSON.parse(envelope(JSON.stringify(event), event)), { type: "message", channel: "C1", ts: "1700000000.000100", event_ts: "1700000000.000100" });
  const presence = { type: "presence_change", user: "U1", presence: "away" };
  assert.equal(envelope(JSON.stringify(presence), presence), JSON.stringify(presence));
});
