// passed.js by itself: it needs no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { Passed } from "../src/passed.js";

const message = (ts) => ({ type: "message", channel: "C1", ts, event_ts: ts });

/** What Go is told after these events. */
function told(...events) {
  const passed = new Passed();
  for (const event of events) passed.add(event);
  return passed.take();
}

test("Go is told how many frames there were, and the newest timestamp", () => {
  assert.deepEqual(told(message("1700000000.000200"), { type: "user_typing" }, message("1700000000.000300"), message("1700000000.000100")), [4, "1700000000.000300"]);
  assert.deepEqual(told({ type: "user_typing" }), [1, ""]);
  assert.deepEqual(told(), undefined);
});

test("a timestamp is that of the event, or else of the message, and is one of Slack's", () => {
  assert.equal(told({ type: "message", ts: "1700000000.000100" })[1], "1700000000.000100");
  assert.equal(told({ type: "reaction_added", ts: "1700000000.000900", event_ts: "1700000000.000100" })[1], "1700000000.000100");
  for (const ts of ["yesterday", "1700000000", "9", 1700000000.5, null, {}, "2000000000.0001000"]) {
    assert.equal(told(message("1700000000.000100"), { type: "message", ts })[1], "1700000000.000100", JSON.stringify(ts));
  }
});

test("Go is told which frames were answered, if it knows of them", () => {
  const passed = new Passed();
  const reply = (id) => ({ ok: true, reply_to: id, ts: `1700000000.00${id}` });
  passed.add(reply(1001), 1001);
  passed.add(reply(1002), 0);
  passed.add(reply(1003), 1003);
  assert.deepEqual(passed.take(), [3, "1700000000.001003", 1001, 1003]);
  passed.add(reply(1004), 1004);
  assert.deepEqual(passed.take(), [1, "1700000000.001004", 1004]);
  assert.deepEqual(passed.take(), undefined);
});
