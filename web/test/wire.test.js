// wire.js by itself: it needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { room, Wire } from "../src/engine/wire.js";

// The tests of jsbridge read the same file.
const vectors = JSON.parse(readFileSync(new URL("../../jsbridge/testdata/wire.json", import.meta.url), "utf8"))
  .map(({ value, absent = false, hex }) => ({ value: absent ? undefined : value, hex, name: absent ? "undefined" : JSON.stringify(value) }));

/** Where the values begin: an odd place, since numbers are not aligned. */
const start = 3;

/** A wire over a buffer in which each byte is set, so that what is not written shows. */
function wireOf(bytes = Buffer.alloc(0), size = 4096) {
  const buffer = new ArrayBuffer(size);
  const all = new Uint8Array(buffer).fill(0xee);
  all.set(bytes, start);
  return new Wire(buffer, start);
}

/** What has been written, as hex. */
const written = (wire) => Buffer.from(wire.bytes.subarray(start, wire.at)).toString("hex");

const bytesOf = (hex) => Buffer.from(hex, "hex");

/** What is no list and no object, or has nothing in it: what room() is for. */
const isFlat = (value) => typeof value !== "object" || value === null || Object.keys(value).length === 0;

test("the vectors have each kind of value", () => {
  assert.ok(vectors.length > 10);
  const kinds = new Set(vectors.map(({ hex }) => hex.slice(0, 2)));
  assert.deepEqual([...kinds].sort(), ["00", "01", "02", "03", "04", "05", "06", "07"]);
});

for (const { value, hex, name } of vectors) {
  test(`${name} is written as Go reads it, and no byte more`, () => {
    const wire = wireOf();
    wire.write(value);
    assert.equal(written(wire), hex);
    assert.ok(wire.bytes.subarray(wire.at).every((byte) => byte === 0xee), "bytes after it were written");
    assert.ok(wire.bytes.subarray(0, start).every((byte) => byte === 0xee), "bytes before it were written");
  });

  test(`${name} is read as Go writes it, and no byte more`, () => {
    const wire = wireOf(bytesOf(hex));
    assert.deepEqual(wire.read(), value);
    assert.equal(wire.at, start + hex.length / 2);
  });
}

test("values in a row are written and read one after the other", () => {
  const hex = vectors.map((vector) => vector.hex).join("");
  const wire = wireOf();
  for (const { value } of vectors) wire.write(value);
  assert.equal(written(wire), hex);
  wire.at = start;
  for (const { value, name } of vectors) assert.deepEqual(wire.read(), value, name);
  assert.equal(wire.at, start + hex.length / 2);
});

test("numbers that JSON does not have cross too", () => {
  for (const number of [NaN, Infinity, -Infinity, -0, Number.MIN_VALUE, Number.MAX_SAFE_INTEGER]) {
    const wire = wireOf();
    wire.write(number);
    wire.at = start;
    assert.ok(Object.is(wire.read(), number), String(number));
  }
});

test("half a surrogate pair becomes the mark for what is no character", () => {
  for (const text of ["\ud83d", "a\udc4d", "\ud83dx\udc4d"]) {
    const wire = wireOf();
    wire.write(text);
    wire.at = start;
    assert.equal(wire.read(), text.toWellFormed?.() ?? text.replace(/[\ud83d\udc4d]/g, "\ufffd"));
  }
});

test("what an object gets from its prototype does not cross, and __proto__ is a name as others", () => {
  const wire = wireOf();
  wire.write(Object.assign(Object.create({ inherited: 1 }), { own: 2 }));
  wire.write(JSON.parse('{"__proto__": {"polluted": true}}'));
  wire.at = start;
  assert.deepEqual(wire.read(), { own: 2 });
  const read = wire.read();
  assert.deepEqual(Object.keys(read), ["__proto__"]);
  assert.equal(read.polluted, undefined);
});

test("there is room for each scalar, and for each empty list and object", () => {
  const texts = ["", "a", "é", "€", "👍🏽", "\ud83d", "\ufeff", "\u0000", "€".repeat(1000), "👍".repeat(1000), "\ud83d".repeat(1000)];
  for (const value of [...vectors.map((vector) => vector.value).filter(isFlat), ...texts, NaN, -Infinity, 2 ** 53]) {
    const size = room(value);
    const wire = wireOf(undefined, start + size); // there is no more
    wire.write(value);
    assert.ok(wire.at - start <= size, `${String(value).slice(0, 20)} takes ${wire.at - start} bytes, and has room for ${size}`);
    wire.at = start;
    if (typeof value !== "string" || (value.isWellFormed?.() ?? !value.includes("\ud83d"))) assert.deepEqual(wire.read(), value);
  }
});
