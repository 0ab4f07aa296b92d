// The emitter does what eventemitter3 does, apart from what it adds. Each
// script runs against both, and they must note the same. No browser is needed.

import assert from "node:assert/strict";
import test from "node:test";
import EventEmitter3 from "eventemitter3";
import { EventEmitter } from "../src/client/emitter.js";

/** Runs a script against both emitters and compares what it notes. */
function same(name, script) {
  test(`as in eventemitter3, ${name}`, () => {
    const run = (emitter) => {
      const notes = [];
      const note = (...args) => void notes.push(args.map((arg) => (arg === emitter ? "the emitter" : arg)));
      script(emitter, note);
      assert.ok(notes.length > 0, "the script notes something");
      return notes;
    };
    assert.deepEqual(run(new EventEmitter()), run(new EventEmitter3()));
  });
}

const symbol = Symbol("own");
const a = () => {}, b = () => {};

same("listeners are called in the order they were added, with the arguments and the emitter as this", (emitter, note) => {
  emitter.on("e", function (...args) { note("first", this, ...args); });
  emitter.addListener("e", function (...args) { note("second", this, ...args); });
  note(emitter.emit("e"), emitter.emit("e", 1), emitter.emit("e", 1, 2, 3, 4, 5, 6, 7));
});

same("emit says whether there were listeners", (emitter, note) => {
  note(emitter.emit("e"));
  emitter.on("e", () => {});
  note(emitter.emit("e"), emitter.emit("other"));
});

same("methods return the emitter", (emitter, note) => {
  const fn = () => {};
  note(emitter.on("e", fn), emitter.once("e", fn), emitter.off("e", fn), emitter.removeListener("none", fn), emitter.removeAllListeners());
});

same("the third argument is a context, unless it is falsy", (emitter, note) => {
  const context = { name: "context" };
  for (const value of [context, 5, undefined, null, 0, ""]) emitter.on("e", function () { note(this === emitter || this?.name || String(this)); }, value);
  emitter.emit("e");
});

same("an object with a signal that is none is a context", (emitter, note) => {
  emitter.on("e", function () { note(this.signal); }, { signal: "busy" });
  emitter.emit("e");
});

test("listeners says whether there are any, if asked so, as eventemitter3 1.2 did", () => {
  const emitter = new EventEmitter().on("e", a);
  assert.deepEqual([emitter.listeners("e", true), emitter.listeners("other", true), emitter.listeners("e")], [true, false, [a]]);
});

test("what Node's emitter has beside is here, too", () => {
  const emitter = new EventEmitter();
  const notes = [];
  const note = (what) => () => notes.push(what);
  assert.equal(emitter.setMaxListeners(1).on("e", note("last")).prependListener("e", note("second")), emitter);
  assert.equal(emitter.prependOnceListener("e", note("first, once")), emitter);
  emitter.emit("e");
  emitter.emit("e");
  assert.deepEqual(notes, ["first, once", "second", "last", "second", "last"]);
  assert.deepEqual(emitter.rawListeners("e"), emitter.listeners("e"));
  assert.equal(emitter.getMaxListeners(), Infinity);
});

test("the class has eventemitter3's members, and who extends it inherits them", () => {
  class Client extends EventEmitter {}
  assert.deepEqual([Client.prefixed, Client.EventEmitter], [EventEmitter3.prefixed, EventEmitter]);
  for (const name of Object.getOwnPropertyNames(EventEmitter3.prototype)) assert.equal(typeof Client.prototype[name], "function", name);
});

same("a listener that is added twice is called twice, and removed at once", (emitter, note) => {
  const fn = () => note("called");
  emitter.on("e", fn).on("e", fn);
  emitter.emit("e");
  note(emitter.listenerCount("e"));
  emitter.off("e", fn);
  note(emitter.listenerCount("e"), emitter.emit("e"));
});

same("once calls a listener once", (emitter, note) => {
  emitter.once("e", (n) => note(n));
  note(emitter.emit("e", 1), emitter.emit("e", 2));
});

same("the same listener twice under once is called twice in its round, and gone before it", (emitter, note) => {
  const fn = () => note("called", emitter.listenerCount("e"));
  emitter.once("e", fn).once("e", fn);
  note(emitter.emit("e"), emitter.emit("e"));
});

same("off takes only what matches the function, the context and once", (emitter, note) => {
  const fn = () => {}, other = () => {}, context = {};
  const counts = () => note(emitter.listenerCount("e"));
  emitter.on("e", fn).on("e", fn, context).once("e", fn).once("e", fn, context).on("e", other);
  counts();
  emitter.off("e", fn, context, true);
  counts();
  emitter.off("e", fn, undefined, true);
  counts();
  emitter.off("e", fn, {});
  counts();
  emitter.off("e", fn, emitter);
  counts();
  emitter.off("e", fn);
  counts();
  emitter.off("e", undefined, {}, true);
  counts();
});

same("listeners added or removed in a round do not change it", (emitter, note) => {
  const late = () => note("late");
  const doomed = () => note("doomed");
  emitter.on("e", () => {
    note("first");
    emitter.on("e", late);
    emitter.off("e", doomed);
  });
  emitter.on("e", doomed);
  emitter.emit("e");
  emitter.removeListener("e", late);
  emitter.emit("e");
});

same("a listener that is added to a lone one waits for the next round", (emitter, note) => {
  emitter.once("e", () => emitter.on("e", () => note("late")));
  note(emitter.emit("e"), emitter.emit("e"));
});

same("an event may be emitted within its own round", (emitter, note) => {
  emitter.on("e", (n) => {
    note("first", n);
    if (n < 2) emitter.emit("e", n + 1);
  });
  emitter.on("e", (n) => note("second", n));
  emitter.emit("e", 0);
});

same("removeAllListeners takes those of one event or all", (emitter, note) => {
  const all = () => note(emitter.eventNames());
  emitter.on("a", () => {}).on("b", () => {}).on("c", () => {});
  emitter.removeAllListeners("b");
  all();
  emitter.removeAllListeners("none");
  all();
  emitter.removeAllListeners();
  all();
});

same("eventNames, listeners and listenerCount tell what there is", (emitter, note) => {
  note(emitter.eventNames(), emitter.listeners("a"), emitter.listenerCount("a"));
  emitter.on("a", a).on("a", b).once("b", b).on(symbol, a);
  note(emitter.eventNames(), emitter.listeners("a"), emitter.listenerCount("a"), emitter.listeners(symbol));
  emitter.listeners("a").pop();
  note(emitter.listenerCount("a"));
});

same("names such as __proto__ and constructor are names like any other", (emitter, note) => {
  note(emitter.emit("__proto__"), emitter.emit("constructor"), emitter.listenerCount("toString"));
  for (const name of ["__proto__", "constructor", "hasOwnProperty"]) emitter.on(name, () => note(name));
  for (const name of ["__proto__", "constructor", "hasOwnProperty"]) emitter.emit(name);
  note(emitter.eventNames());
});

same("a listener that is no function throws a TypeError", (emitter, note) => {
  for (const fn of [undefined, null, "fn", {}]) {
    try {
      emitter.on("e", fn);
    } catch (error) {
      note(error instanceof TypeError, error.message);
    }
  }
});

same("it can be extended", (emitter, note) => {
  class Own extends emitter.constructor {
    constructor() {
      super();
      this.on("e", function (n) { note(this === own, n); });
    }
  }
  const own = new Own();
  own.emit("e", 1);
});

// Beyond eventemitter3.

test("a listener that throws disturbs neither the others nor who emits, and reaches reportError", (t) => {
  const reported = [];
  const before = globalThis.reportError;
  globalThis.reportError = (error) => reported.push(error);
  t.after(() => (globalThis.reportError = before));
  const emitter = new EventEmitter();
  const called = [];
  const error = new Error("of the listener");
  emitter.on("e", () => called.push("first"));
  emitter.once("e", () => { throw error; });
  emitter.on("e", () => called.push("last"));
  assert.equal(emitter.emit("e"), true);
  assert.equal(emitter.listenerCount("e"), 2);
  assert.deepEqual(called, ["first", "last"]);
  assert.deepEqual(reported, [error]);
});

test("a signal removes its listener when it aborts, and no other", () => {
  const emitter = new EventEmitter();
  const controller = new AbortController();
  const called = [];
  const fn = () => called.push("kept");
  emitter.on("e", function () { called.push(this === emitter ? "with a signal" : "astray"); }, { signal: controller.signal });
  emitter.on("e", fn).on("e", fn, { signal: controller.signal });
  emitter.emit("e");
  controller.abort();
  emitter.emit("e");
  assert.deepEqual(called, ["with a signal", "kept", "kept", "kept"]);
  emitter.on("e", fn, { signal: controller.signal });
  assert.equal(emitter.listenerCount("e"), 1, "a signal that has aborted adds nothing");
});

test("a listener that is gone leaves nothing at its signal", () => {
  const emitter = new EventEmitter();
  const { signal } = new AbortController();
  let listening = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = function (...args) { listening++; addEventListener.apply(this, args); };
  signal.removeEventListener = function (...args) { listening--; removeEventListener.apply(this, args); };
  const fn = () => {};
  emitter.on("a", fn, { signal }).once("b", fn, { signal }).on("c", fn, { signal });
  assert.equal(listening, 3);
  emitter.off("a", fn);
  emitter.emit("b");
  emitter.removeAllListeners();
  assert.equal(listening, 0);
});
