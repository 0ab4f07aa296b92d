// envelope.js by itself: it needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { envelope, isAccepted, isPlain, replyTo, textOf } from "../src/envelope.js";
import { Passed } from "../src/passed.js";
import { Replies } from "../src/replies.js";

// rtm/envelope_vectors_test.go reads the same file.
const cases = JSON.parse(readFileSync(new URL("../../rtm/testdata/envelopes.json", import.meta.url), "utf8"));

for (const { frame, type = "", subtype = "", channel = "", replyTo: answers = 0, accepted = false, plain = false, when = "" } of cases) {
  test(`what is read of ${frame.slice(0, 100)} is what Go reads`, () => {
    const event = JSON.parse(frame);
    assert.deepEqual([textOf(event, "type"), textOf(event, "subtype"), textOf(event, "channel")], [type, subtype, channel]);
    assert.equal(replyTo(event), answers);
    assert.equal(isAccepted(event), accepted);
    assert.equal(isPlain(event), plain);
    const passed = new Passed();
    passed.add(event);
    assert.equal(passed.take()[1], when);
  });
}

test("of an event that is shown in part, Go reads the same as of the whole", () => {
  for (const { frame } of cases) {
    const event = JSON.parse(frame);
    const shown = JSON.parse(envelope(frame, event));
    for (const name of ["type", "subtype", "channel", "ts", "event_ts"]) assert.deepEqual(shown[name], event[name], `${name} of ${frame}`);
    assert.equal(replyTo(shown), replyTo(event), frame);
  }
});

test("a reply settles a call only by the number that the frame had", () => {
  const replies = new Replies();
  replies.expect(11, 5, 7);
  replies.wrote(5, 2, '{"id":7,"type":"message"}');
  for (const { frame, replyTo: answers, accepted } of cases) {
    assert.equal(replies.settledBy(5, 2, JSON.parse(frame)), accepted && answers === 7 ? 11 : undefined, frame);
  }
});
