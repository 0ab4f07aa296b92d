// frame.js by itself: it needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { frameRoom, writeMembers } from "../src/engine/frame.js";
import { Wire } from "../src/engine/wire.js";

// The tests of rtm/core read the same file.
const { names, frames } = JSON.parse(readFileSync(new URL("../../rtm/core/testdata/members.json", import.meta.url), "utf8"));

/** The names as the engine has them. */
const split = names.map((name) => name.split("."));

/** The values of the kinds that have one each. */
const only = { absent: undefined, null: null, false: false, true: true, array: [], object: {} };

/** What Go gets of the members of a frame: they have crossed. */
function crossed(text) {
  const event = JSON.parse(text);
  const wire = new Wire(new ArrayBuffer(frameRoom(text, event, split, false)), 0);
  writeMembers(wire, event, split);
  const end = wire.at;
  const values = names.map(() => undefined);
  wire.at = 0;
  while (wire.at < end) values[wire.read()] = wire.read();
  return values;
}

for (const { frame, members } of frames) {
  test(`the members of ${frame.slice(0, 100)} are those that Go reads`, () => {
    assert.deepEqual(crossed(frame), members.map(([kind, value]) => (kind in only ? only[kind] : value)));
  });
}

test("what a page has given to all objects is no member", (t) => {
  const page = { type: "message", error: { code: 1 }, code: 2, url: "wss://x" };
  Object.assign(Object.prototype, page);
  t.after(() => Object.keys(page).forEach((name) => delete Object.prototype[name]));
  const values = crossed('{"ts":"1","error":{"msg":"x"}}');
  const seen = Object.fromEntries(names.map((name, i) => [name, values[i]]).filter(([, value]) => value !== undefined));
  assert.deepEqual(Object.entries(seen), [["ts", "1"], ["error", values[names.indexOf("error")]], ["error.msg", "x"]]);
});

test("there is room for what enters of a frame, however long its members are", () => {
  for (const length of [0, 1, 10_000, 20_000, 100_000]) {
    for (const letter of ["x", "\u00e4", "\u20ac", "\ud83d\udc4d"]) {
      const frame = { type: letter.repeat(length), url: letter.repeat(length), error: { msg: letter.repeat(length) }, text: "not read" };
      const text = JSON.stringify(frame);
      for (const withText of [false, true]) {
        const wire = new Wire(new ArrayBuffer(9 * length * 4 * 3 + 1_000), 0);
        for (let i = 0; i < 5; i++) wire.write(i); // what comes before the members
        writeMembers(wire, frame, split);
        if (withText) wire.write(text);
        assert.ok(wire.at <= frameRoom(text, frame, split, withText), `${length} of ${letter}`);
      }
    }
  }
});
