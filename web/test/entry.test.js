// entry.js and as-text.js by themselves: they need no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { asText } from "../src/as-text.js";
import { Entry } from "../src/entry.js";

/** An entry, and what has entered. */
function entry() {
  const entered = [];
  const entry = new Entry((...values) => entered.push(values.length > 1 ? values : readable(values[0])));
  return { entry, entered, endOfTask: () => Promise.resolve() };
}

const readable = (text) => text.replaceAll("\x1f", " ").replaceAll("\x1e", "|").replaceAll("\0", "-");

test("the calls of a task enter together, at its end", async () => {
  const { entry: e, entered, endOfTask } = entry();
  e.push([1, "send", 5, "hello"]);
  e.push([2, "stop", 5]);
  assert.deepEqual(entered, []);
  await endOfTask();
  assert.deepEqual(entered, ["1 send 5 hello|2 stop 5"]);
  e.push([3, "stop", 5]);
  await endOfTask();
  assert.deepEqual(entered.slice(1), ["3 stop 5"]);
});

test("a hundred calls at most enter together", () => {
  const { entry: e, entered } = entry();
  for (let i = 1; i <= 250; i++) e.push([i, "hear", 1]);
  e.flush();
  assert.deepEqual(entered.map((text) => text.split("|").length), [100, 100, 50]);
});

test("a call that has no text enters by itself, in its place", () => {
  const { entry: e, entered } = entry();
  const options = { token: "t" };
  e.push([0, "wake", 1]);
  e.push([1, "open", 1, options]);
  e.push([2, "start", 1, "", [], ""]);
  e.push([3, "send", 1, "one"]);
  e.push([4, "send", 1, "t\x1fwo"]);
  e.push([5, "send", 1, "three"]);
  e.flush();
  assert.deepEqual(entered, ["0 wake 1", [1, "open", 1, options], [2, "start", 1, "", [], ""], "3 send 1 one", [4, "send", 1, "t\x1fwo"], "5 send 1 three"]);
});

test("a call that is made while others enter goes after them", () => {
  const entered = [];
  const e = new Entry((...values) => {
    entered.push(readable(String(values[0])));
    if (entered.length === 1) {
      e.push([3, "stop", 1]);
      e.flush();
    }
  });
  e.push([1, "hear", 1]);
  e.flush();
  e.push([2, "hear", 1]);
  e.flush();
  assert.deepEqual(entered, ["1 hear 1", "3 stop 1", "2 hear 1"]);
});

test("values as texts", () => {
  assert.equal(readable(asText([1, "a b", null, undefined, true, -0.5, Infinity, ""])), "1 a b - - true -0.5 Infinity ");
  for (const value of ["\0", "a\x1eb", "\x1f", {}, []]) assert.equal(asText([1, value]), undefined);
});
