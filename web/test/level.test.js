// The soak's judgement of growth (web/soak/level.js), by samples that are made up.

import assert from "node:assert/strict";
import test from "node:test";
import { level } from "../soak/level.js";

const FAULTS = 210;

/** A tab that holds the same all the time. */
const steady = { state: "ready", listeners: 4, calls: 0, queued: 0, pending: 0, undelivered: 0, sockets: 1, goroutines: 6, jsReferences: 43, heap: 1_700_000, wasmMemory: 9_437_184 };

/** Samples of it, with what is otherwise in one, by its number and how many faults there were before. */
const seen = (change = () => ({}), count = 120, faults = FAULTS) => Array.from({ length: count }, (_, i) => ({ ...steady, ...change(i, Math.floor((i / count) * faults)) }));

/** The figures that are said to grow. */
const growing = (samples, faults = FAULTS) => level("tab", samples, faults).filter(({ wrong }) => wrong).map(({ figure }) => figure);

test("what is level is level, in a short run too", () => {
  assert.deepEqual(growing(seen()), []);
  assert.deepEqual(growing(seen(undefined, 36), 60), []);
});

test("warming up is not growth", () => {
  const warm = (i) => Math.min(i, 39) / 39;
  assert.deepEqual(growing(seen((i) => ({ heap: 1_000_000 + 900_000 * warm(i), wasmMemory: 4e6 + 6e6 * warm(i), jsReferences: 20 + Math.round(500 * warm(i)), goroutines: 2 + Math.round(4 * warm(i)) }))), []);
});

test("what is there for a moment is not growth", () => {
  const busy = (i) => (i > 60 && i % 3 > 0 ? 100 : 0);
  assert.deepEqual(growing(seen((i) => ({ listeners: 4 + busy(i), calls: busy(i), queued: busy(i), goroutines: 6 + busy(i), jsReferences: 43 + busy(i), heap: 1_700_000 + 10_000 * busy(i) }))), []);
});

test("a tab without a session has less, and that is not what it is held to", () => {
  assert.deepEqual(growing(seen((i) => (i > 40 && i < 70 && i % 2 ? { state: "connecting", sockets: 0, goroutines: 4, jsReferences: 0 } : {}))), []);
});

test("a tab that was never ready is not said to be level", () => {
  const rows = level("tab", seen((i) => (i >= 80 ? { state: "reconnecting" } : {})), FAULTS);
  for (const { figure, wrong } of rows) assert.match(wrong, new RegExp(`^tab: there is no saying whether ${figure} grew`));
});

for (const figure of ["listeners", "calls", "queued", "pending", "undelivered", "sockets", "goroutines", "jsReferences"]) {
  test(`one more of ${figure} in each fault is growth`, () => {
    const leaking = (_, faults) => ({ [figure]: steady[figure] + faults });
    assert.deepEqual(growing(seen(leaking)), [figure]);
    assert.deepEqual(growing(seen(leaking, 36, 60), 60), [figure]);
  });
}

test("so is a heap that goes on growing, and a memory", () => {
  assert.deepEqual(growing(seen((i) => ({ heap: steady.heap + i * 6_000 }))), ["heap"]);
  assert.deepEqual(growing(seen((i) => ({ wasmMemory: steady.wasmMemory + Math.floor(i / 10) * 262_144 }))), ["wasmMemory"]);
});

test("it is told how much", () => {
  const [{ wrong }] = level("plain", seen((_, faults) => ({ listeners: faults })), FAULTS);
  assert.equal(wrong, "plain: listeners grew from 70 to 140 at least, in 70 faults");
});
