// batch.js by itself: it needs no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { Batch } from "../src/batch.js";
import { envelope } from "../src/envelope.js";

const message = (ts) => ({ type: "message", channel: "C1", user: "U1", text: "hello", ts, event_ts: ts });

test("a batch has the length of each frame and what Go reads of it, in their order", () => {
  const frames = [{ type: "user_typing" }, message("1700000000.000100"), { ok: true, reply_to: 1 }];
  const batch = new Batch();
  for (const frame of frames) batch.add(JSON.stringify(frame), frame);
  assert.equal(batch.frames, 3);
  const texts = frames.map((frame) => JSON.stringify(frame));
  assert.deepEqual(batch.join().split("\x1e"), frames.map((frame, i) => `${texts[i].length}\x1f${envelope(texts[i], frame)}`));
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
