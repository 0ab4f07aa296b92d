// envelope.js by itself: it needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { isAccepted, replyTo, textOf } from "../src/client/envelope.js";

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
