// delivery.js by itself: it needs no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { Delivery } from "../src/client/delivery.js";
import { nextTask } from "../src/engine/task.js";

// Node's own keeps the process alive for good.
globalThis.MessageChannel = class {
  port1 = { onmessage: () => {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
};

const task = () => new Promise((resolve) => nextTask(resolve));

/** A delivery, and what it has delivered. `busy` is how long, in ms, each frame keeps it busy. */
function recorded({ busy = 0 } = {}) {
  const done = [];
  const self = { done };
  const spend = () => {
    // Node 18 may take a whole turn for the first call of performance.now().
    if (busy > 0) for (const end = performance.now() + busy; performance.now() < end; );
  };
  self.delivery = new Delivery((item) => done.push(item[0]), (text) => (spend(), done.push(text)));
  return self;
}

const texts = (count) => Array.from({ length: count }, (_, i) => `${i}`);
const takeFrames = (delivery, ...texts) => texts.forEach((text) => delivery.take(["frame", text, { text }]));

test("items are dealt with in order, and not before the caller has returned", async () => {
  const { delivery, done } = recorded();
  delivery.take(["state"]);
  takeFrames(delivery, "a", "b");
  delivery.take(["settle"]);
  assert.deepEqual(done, []);
  while (done.length < 4) await task(); // one, unless the machine is busy
  assert.deepEqual(done, ["state", "a", "b", "settle"]);
  assert.equal(delivery.waiting, 0);
});

test("a frame comes with what it says, and whether it is a replay", async () => {
  const seen = [];
  const delivery = new Delivery(() => {}, (...frame) => seen.push(frame));
  const event = { type: "message" };
  delivery.take(["frame", "a", event, true]);
  delivery.take(["frame", "b", event, false]);
  while (delivery.waiting > 0) await task();
  assert.deepEqual(seen, [["a", event, true], ["b", event, false]]);
});

test("what a listener brings is dealt with after what it has got", async () => {
  const done = [];
  const delivery = new Delivery(() => {}, (text) => {
    done.push(`${text} begins`);
    if (text === "a") takeFrames(delivery, "b");
    done.push(`${text} ends`);
  });
  takeFrames(delivery, "a");
  while (done.length < 4) await task();
  assert.deepEqual(done, ["a begins", "a ends", "b begins", "b ends"]);
});

test("slow listeners do not keep the page from answering", async () => {
  const { delivery, done } = recorded({ busy: 3 });
  takeFrames(delivery, ...texts(20));
  await null;
  assert.ok(done.length > 0 && done.length < 20, `${done.length} frames were delivered in one go`);
  while (delivery.waiting > 0) await task();
  assert.deepEqual(done, texts(20));
});

test("all that comes in one task shares its time, and the next task has its own", async () => {
  const { delivery, done } = recorded({ busy: 2 });
  for (const text of texts(20)) { // 40 ms, of which a task has 8
    takeFrames(delivery, text);
    await null;
    await null;
  }
  assert.ok(done.length > 0 && done.length < 10, `${done.length} were delivered in the first task`);
  for (let tasks = 0; delivery.waiting > 0 && tasks < 20; tasks++) await task();
  assert.deepEqual(done, texts(20));
});

test("when too much waits, each message that comes in has some delivered at once", async () => {
  const { delivery, done } = recorded({ busy: 1 });
  takeFrames(delivery, ...texts(1200));
  delivery.during(() => {});
  assert.equal(done.length, 200);
  assert.equal(delivery.waiting, 1000);
  delivery.during(() => {}); // it is no more than may wait
  assert.equal(done.length, 200);
  while (delivery.waiting > 0) await task();
  assert.deepEqual(done, texts(1200));
});

test("what a listener throws here is reported, and what comes after it is dealt with in the same turn", async (t) => {
  const done = [];
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  t.after(() => delete globalThis.reportError);
  const fails = (what) => {
    if (what === "bad") throw new Error("thrown");
    done.push(what);
  };
  const delivery = new Delivery((item) => fails(item[0]), fails);
  delivery.take(["one"]);
  delivery.take(["bad"]);
  takeFrames(delivery, "two", "bad", "three");
  await task();
  assert.deepEqual(done, ["one", "two", "three"]);
  assert.deepEqual(reported, ["thrown", "thrown"]);
});
