// collection.js by itself: it needs no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { clock } from "./fakes.js";

const { Collection } = await import("../src/collection.js");

/** A collection, with a clock; `references` is how many there are. */
function collecting() {
  const it = { references: 50, begun: 0 };
  it.collection = new Collection(() => it.references, () => it.begun++);
  it.note = (references) => {
    it.references = references;
    it.collection.note();
  };
  it.passes = (ms) => clock.tick(ms);
  return it;
}

test("a few references are left alone", () => {
  const it = collecting();
  it.note(500);
  it.passes(10_000);
  assert.equal(it.begun, 0);
});

test("many are collected when nothing has happened for a second", () => {
  const it = collecting();
  it.note(501);
  it.passes(999);
  it.note(510);
  it.passes(1);
  assert.equal(it.begun, 0, "something has happened");
  it.passes(1000);
  assert.equal(it.begun, 1);
  it.references = 40;
  it.collection.done();
  it.passes(10_000);
  assert.equal(it.begun, 1);
});

test("very many are collected at once, and not again before that is over", () => {
  const it = collecting();
  it.note(1001);
  it.note(1100);
  assert.equal(it.begun, 1);
  it.references = 60;
  it.collection.done();
  it.note(1000);
  assert.equal(it.begun, 1);
  it.note(1001);
  assert.equal(it.begun, 2);
});

test("what is in use is not collected again and again", () => {
  const it = collecting();
  it.note(1001);
  it.references = 900;
  it.collection.done();
  it.note(1800);
  assert.equal(it.begun, 1);
  it.note(1801);
  assert.equal(it.begun, 2);
});

test("nothing is collected after the end", () => {
  const it = collecting();
  it.note(501);
  it.collection.end();
  it.passes(10_000);
  assert.equal(it.begun, 0);
});
