// What stands between a client and Go by itself: entry.js, as-text.js, grants.js and
// replies.js need no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { asText } from "../src/as-text.js";
import { Grants } from "../src/grants.js";
import { Replies } from "../src/replies.js";
import { clock } from "./fakes.js";

const { Entry } = await import("../src/entry.js");

/** An entry, what has entered, and a clock. */
function entry() {
  const entered = [];
  let late = 0;
  const entry = new Entry((...values) => entered.push(values.length > 1 ? values : readable(values[0])), () => {
    late++;
    entry.flush();
  });
  return { entry, entered, late: () => late, endOfTask: () => Promise.resolve() };
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

test("a hundred calls at most enter together", async () => {
  const { entry: e, entered } = entry();
  for (let i = 1; i <= 250; i++) e.push([i, "hear", 1]);
  e.flush();
  assert.deepEqual(entered.map((text) => text.split("|").length), [100, 100, 50]);
});

test("a call that has no text enters by itself, in its place", async () => {
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

test("what is held goes with the next call, before it, or when it has waited long enough", async () => {
  const { entry: e, entered, late, endOfTask } = entry();
  e.hold([1, "send", 1], true);
  await endOfTask();
  assert.deepEqual(entered, []);
  e.push([2, "stop", 1]);
  await endOfTask();
  assert.deepEqual(entered, ["1 send 1|2 stop 1"]);
  e.hold([3, "send", 1], true);
  e.hold([4, "send", 1], false);
  clock.tick(100);
  assert.deepEqual(entered.slice(1), ["3 send 1|4 send 1"]);
  assert.equal(late(), 1);
});

test("what is held can be dropped until it has entered", async () => {
  const { entry: e, entered } = entry();
  e.hold([1, "send", 1], true);
  e.hold([2, "send", 1], true);
  e.hold([4, "send", 1], false);
  assert.equal(e.drop(1), true);
  assert.equal(e.drop(4), false);
  assert.equal(e.drop(7), false);
  e.flush();
  assert.deepEqual(entered, ["2 send 1|4 send 1"]);
  assert.equal(e.drop(2), false);
  e.hold([3, "send", 1], true);
  e.end();
  clock.tick(1000);
  assert.equal(entered.length, 1);
});

test("it is clear when Go has had all that is not held", async () => {
  const clear = [];
  const e = new Entry(() => clear.push(e.isClear), () => {});
  const look = () => clear.push(e.isClear);
  look();
  e.hold([1, "send", 1], true);
  look();
  e.push([2, "open", 1, {}]);
  e.push([3, "stop", 1]);
  look();
  e.flush(); // in two steps
  look();
  assert.deepEqual(clear, [true, true, false, false, false, false, true]);
});

test("values as texts", () => {
  assert.equal(readable(asText([1, "a b", null, undefined, true, -0.5, Infinity, ""])), "1 a b - - true -0.5 Infinity ");
  for (const value of ["\0", "a\x1eb", "\x1f", {}, []]) assert.equal(asText([1, value]), undefined);
});

/** Grants, one of which is given, and what is written by it. */
function granted(messages, write = () => {}) {
  const grants = new Grants();
  const written = [];
  grants.give(5, { socket: 2, messages, write: (frame) => (written.push(frame), write(frame)) });
  const send = (...args) => grants.use("send", 5, args, true)?.socket;
  return { grants, written, send };
}

const body = '{"text":"hi","channel":"C1"}';

test("a plain message is written, as often as that is granted", () => {
  const { written, send } = granted(2);
  assert.deepEqual([send(1, "message", body, true, false), send(2, "message", body, true, false), send(3, "message", body, true, false)], [2, 2, undefined]);
  assert.deepEqual(written, ['{"id":1,"type":"message","text":"hi","channel":"C1"}', '{"id":2,"type":"message","text":"hi","channel":"C1"}']);
});

test("whatever Go is to write, or may end the session, ends the grant", () => {
  for (const other of [
    [1, "typing", body, true, false], [1, "message", body, false, false], [1, "message", body, true, true], [1, "message", null, true, false], [1, "message", "{}", true, false],
    [1, "message", '{"id":7,"text":"hi"}', true, false], [1, "message", '{"text":"hi","blocks":[{"type":"x"}]}', true, false], [1, "message", `{"text":"${"€".repeat(5500)}"}`, true, false],
  ]) {
    const { written, send } = granted(Infinity);
    assert.equal(send(...other), undefined, String(other));
    assert.equal(send(2, "message", body, true, false), undefined, String(other));
    assert.deepEqual(written, []);
  }
  for (const [name, ends] of [["reconnect", true], ["stop", true], ["sleep", true], ["forget", true], ["wake", false], ["report", false], ["start", false]]) {
    const { grants, send } = granted(Infinity);
    grants.use(name, 5, [], true);
    assert.equal(send(1, "message", body, true, false), ends ? undefined : 2, name);
  }
});

test("what comes after a call that Go has not had is Go's to write", () => {
  const { grants, written, send } = granted(Infinity);
  assert.equal(grants.use("send", 5, [1, "message", body, true, false], false), undefined);
  assert.equal(send(2, "message", body, true, false), undefined);
  assert.deepEqual(written, []);
});

test("a grant is of one client, and of a socket that takes the frame", () => {
  const { grants, send } = granted(Infinity, () => {
    throw new Error("not open");
  });
  assert.equal(grants.use("send", 6, [1, "message", body, true, false], true), undefined);
  assert.equal(send(1, "message", body, true, false), undefined);
});

test("a reply settles the call whose frame was written to its socket, once", () => {
  const replies = new Replies();
  const ok = (id) => ({ ok: true, reply_to: id });
  replies.expect(11, 5, 1);
  assert.equal(replies.settledBy(5, 2, ok(1)), undefined); // before the write
  replies.wrote(5, 2, '{"id":1,"type":"message"}');
  replies.wrote(5, 2, '{"id":9,"type":"ping"}'); // which nobody waits for
  assert.equal(replies.settledBy(5, 3, ok(1)), undefined);
  assert.equal(replies.settledBy(6, 2, ok(1)), undefined);
  for (const event of [{ ok: false, reply_to: 1 }, { reply_to: 1 }, { ok: true }, {}]) assert.equal(replies.settledBy(5, 2, event), undefined);
  assert.equal(replies.settledBy(5, 2, ok(1)), 11);
  replies.forget(11);
  replies.forget(12);
  assert.equal(replies.settledBy(5, 2, ok(1)), undefined);
});
