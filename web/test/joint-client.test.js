// shared/joint-client.js by itself: it needs no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { JointClient } from "../src/workers/shared/joint-client.js";

/** A joint client that is open, what the engine tells it, and what it has told the leader. */
function opened() {
  const told = [];
  let engineSide;
  const engine = { register: (client) => ((engineSide = client), 1), call: () => {}, forget: () => {}, get: () => {} };
  const joint = new JointClient(engine, { answer: () => {}, sockets: {} }, {}, { told: (item) => told.push(item), settled: () => {} });
  joint.open();
  return { joint, told, deliver: engineSide.deliver };
}

test("a leader that has ended tells nothing more", () => {
  const { joint, told, deliver } = opened();
  deliver(["frame", "a", 1, false]);
  joint.end(false);
  deliver(["frame", "b", 2, false]);
  assert.deepEqual(told, [["frame", "a", 1, false]]);
});
