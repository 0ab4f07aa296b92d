// batch.js and envelope.js by themselves: they need no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { Batch, separator } from "../src/batch.js";
import { envelope } from "../src/envelope.js";

/** What a batch of these frames hands over. */
function parts(...frames) {
  const batch = new Batch();
  for (const frame of frames) batch.add(JSON.stringify(frame), frame);
  return batch.join().split(separator);
}

const message = (ts) => ({ type: "message", channel: "C1", user: "U1", text: "hello", ts, event_ts: ts });

test("a row of plain events is a digest: how many there are, and the newest timestamp", () => {
  assert.deepEqual(parts(message("1700000000.000200"), { type: "user_typing" }, message("1700000000.000300"), message("1700000000.000100")), ["=4 1700000000.000300"]);
  assert.deepEqual(parts({ type: "user_typing" }), ["=1 "]);
});

test("a timestamp is that of the event, or else of the message, and is one of Slack's", () => {
  assert.deepEqual(parts({ type: "message", ts: "1700000000.000100" }), ["=1 1700000000.000100"]);
  assert.deepEqual(parts({ type: "reaction_added", ts: "1700000000.000900", event_ts: "1700000000.000100" }), ["=1 1700000000.000100"]);
  for (const ts of ["yesterday", "1700000000", "9", 1700000000.5, null, {}, "2000000000.0001000"]) {
    assert.deepEqual(parts(message("1700000000.000100"), { type: "message", ts }), ["=2 1700000000.000100"], JSON.stringify(ts));
  }
});

test("what is about the socket or the session, a reply, and what is no event go whole, in their place", () => {
  const whole = [
    { type: "hello" }, { type: "goodbye" }, { type: "reconnect_url", url: "wss://x/" }, { type: "error", error: { code: 1 } }, { type: "team_migration_started" },
    { ok: true, reply_to: 1, ts: "1700000000.000100", text: "hi" }, { type: "pong", reply_to: 2 }, { type: "message", reply_to: null },
    { no: "type" }, { type: "" }, { type: 5 }, [], "text", 5, null,
  ];
  for (const frame of whole) {
    assert.deepEqual(parts(message("1700000000.000100"), frame, message("1700000000.000200"), message("1700000000.000300")),
      ["=1 1700000000.000100", JSON.stringify(frame), "=2 1700000000.000300"], JSON.stringify(frame));
  }
});

test("a reply that has settled its call is part of a row, with the id that it answers if Go is to know", () => {
  const batch = new Batch();
  const reply = (id) => ({ ok: true, reply_to: id, ts: `1700000000.00${id}` });
  const add = (frame, answered) => batch.add(JSON.stringify(frame), frame, answered);
  add(reply(1001), 1001);
  add(message("1700000000.000500"));
  add(reply(1002), 0);
  add(reply(1003), 1003);
  add({ type: "goodbye" });
  add(reply(1004), 1004);
  assert.deepEqual(batch.join().split(separator), ["=4 1700000000.001003 1001 1003", '{"type":"goodbye"}', "=1 1700000000.001004 1004"]);
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
