// shared/joint-client.js by itself: it needs no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { JointClient } from "../src/shared/joint-client.js";
import { nextTask } from "../src/task.js";

// Node's own keeps the process alive for good.
globalThis.MessageChannel = class {
  port1 = { onmessage: () => {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
};

const task = () => new Promise((resolve) => nextTask(resolve));

/** A joint client that is open, what the engine tells it, and what it has told the leader. */
function opened() {
  const told = [];
  let engineSide;
  const engine = { register: (client) => ((engineSide = client), 1), call: () => {}, forget: () => {}, get: () => {} };
  const joint = new JointClient(engine, { answer: () => {}, sockets: {} }, {}, { told: (item) => told.push(item), settled: () => {} });
  joint.open();
  return { joint, told, ...engineSide };
}

test("events that come together are told together, soon, and before what comes after them", async () => {
  const { told, pass, deliver } = opened();
  pass("a", 1);
  pass("b", 2);
  assert.deepEqual(told, []);
  await task();
  assert.deepEqual(told.splice(0), [["frames", [["a", 1], ["b", 2]]]]);
  pass("c", 3);
  deliver(["event", "ready"]);
  assert.deepEqual(told.splice(0), [["frames", [["c", 3]]], ["event", "ready"]]);
  await task();
  assert.deepEqual(told, []);
});

test("a leader that ends has told all events, and tells none after that", async () => {
  const { joint, told, pass } = opened();
  pass("a", 1);
  joint.end(false);
  assert.deepEqual(told.splice(0), [["frames", [["a", 1]]]]);
  pass("b", 2);
  await task();
  assert.deepEqual(told, []);
});
