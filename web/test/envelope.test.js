// envelope.js by itself: it needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { envelope, isAccepted, replyTo, textOf } from "../src/envelope.js";

// The tests of rtm/core read the same file.
const cases = JSON.parse(readFileSync(new URL("../../rtm/core/testdata/envelopes.json", import.meta.url), "utf8"));

for (const { frame, type = "", subtype = "", channel = "", replyTo: answers = 0, accepted = false } of cases) {
  test(`what is read of ${frame.slice(0, 100)} is what Go reads`, () => {
    const event = JSON.parse(frame);
    assert.deepEqual([textOf(event, "type"), textOf(event, "subtype"), textOf(event, "channel")], [type, subtype, channel]);
    assert.equal(replyTo(event), answers);
    assert.equal(isAccepted(event), accepted);
  });
}

test("of an event that is shown in part, Go reads the same as of the whole", () => {
  for (const { frame } of cases) {
    const event = JSON.parse(frame);
    const shown = JSON.parse(envelope(frame, event));
    for (const name of ["type", "subtype", "channel", "ts", "event_ts", "reply_to", "ok", "error", "url"]) assert.deepEqual(shown[name], event[name], `${name} of ${frame}`);
  }
});

test("Go is shown all of what is more than an event with a time", () => {
  const whole = [
    { type: "user_typing", channel: "C1" }, { type: "presence_change", user: "U1", presence: "away" }, { type: "message", ts: "1700000000.000100" },
    { ok: true, reply_to: 1, ts: "1700000000.000100", text: "hi" }, { type: "pong", reply_to: 2 }, { type: "message", reply_to: null, event_ts: "1700000000.000100" },
    { type: "error", error: { code: 1, msg: "no" }, event_ts: "1700000000.000100" }, { type: "reconnect_url", url: "wss://x", event_ts: "1700000000.000100" },
    { no: "type", event_ts: "1700000000.000100" }, { type: "", event_ts: "1700000000.000100" }, { type: 5, event_ts: "1700000000.000100" },
    { type: "message", event_ts: 1700000000 }, { type: "message", channel: { id: "C1" }, event_ts: "1700000000.000100" }, [], {},
  ];
  for (const frame of whole) assert.equal(envelope(JSON.stringify(frame), frame), JSON.stringify(frame));
});

test("Go is shown no more than it reads of an event with a time", () => {
  const event = { type: "message", channel: "C1", user: "U1", text: "hello", ts: "1700000000.000100", event_ts: "1700000000.000100" };
  assert.equal(envelope(JSON.stringify(event), event), '{"type":"message","channel":"C1","ts":"1700000000.000100","event_ts":"1700000000.000100"}');
});
