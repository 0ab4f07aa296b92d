// A page that stays open for months must not grow.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, openPage } from "./browser.js";

const options = { timeout: 120_000, skip: kind === "firefox" && "it takes half a minute, and counts what is Go's and ours, not the browser's" };

test("500 reconnections and 100,000 messages leave nothing behind", options, async (t) => {
  const page = await openPage(t);
  // A cycle is a lost connection, a new one, 200 messages and an answered send.
  const someCycles = (count) =>
    page.evaluate(async (times) => {
      window.rtm ??= await readyClient({ retryConfig: { minTimeout: 1, maxTimeout: 1, forever: true }, rateLimit: false });
      const seen = [];
      for (let i = 0; i < times; i++) {
        const ready = inState(rtm, "ready");
        await slack("drop");
        await ready;
        let missing = 200;
        const all = until(rtm, "message", () => --missing === 0);
        await slack("flood", { count: 200, size: 300 });
        await all;
        await rtm.sendMessage("hello", "C0GENERAL");
        logged.length = 0;
        seen.push(rtm.stats());
      }
      return seen;
    }, count);
  // One call to the page may not take for ever.
  const cycles = async (rounds) => {
    const seen = [];
    for (let i = 0; i < rounds; i++) seen.push(...(await someCycles(35)));
    return seen;
  };

  const level = ({ listeners, undelivered, calls, queued, pending, sockets }) => ({ listeners, undelivered, calls, queued, pending, sockets });
  // What Go has counts between its collections of garbage, and is least after one.
  const least = (figures, name) => Math.min(...figures.map((stats) => stats[name]));

  const [early] = (await someCycles(10)).slice(-1);
  const first = await cycles(7);
  const second = await cycles(7);
  const late = second.at(-1);

  assert.deepEqual(level(late), level(early));
  assert.deepEqual(level(early), { listeners: 0, undelivered: 0, calls: 0, queued: 0, pending: 0, sockets: 1 });
  assert.equal(late.reconnections, 500);
  assert.ok(late.framesIn > 100_000, `${late.framesIn} frames`);
  for (const name of ["goroutines", "jsReferences"]) {
    // One that stays behind in each cycle would make hundreds.
    assert.ok(least(second, name) < least(first, name) + 100, `${name}: ${least(first, name)}, then ${least(second, name)}`);
  }
  // The program's memory never shrinks: it is as large as the busiest moment was, in
  // pieces of 256 KB. Four of them in 245 cycles are 4 KB a cycle.
  const [middle, end] = [first.at(-1).wasmMemory, late.wasmMemory];
  assert.ok(end <= middle + 4 * 262_144, `wasmMemory: ${middle}, then ${end}`);
});

/**
 * A page that counts the values of JavaScript's that Go refers to without entering Go, as
 * stats() does, since Go lets go of some whenever it is entered so.
 */
async function countingPage(t) {
  const page = await openPage(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      // Go's runtime has a map of them, which begins with these.
      window.Map = class Map extends window.Map {
        constructor(entries) {
          super(entries);
          if (JSON.stringify([...(entries ?? [])].slice(0, 4)) === "[[0,1],[null,2],[true,3],[false,4]]") window.ofGo = this;
        }
      };
    }),
  });
  await page.evaluate(() => {
    /** Lets many messages come, and gives the fewest values that Go referred to when one was told. */
    window.flood = async (count, more = () => slack("flood", { count, size: 300 })) => {
      let missing = count;
      let least = Infinity;
      const all = until(rtm, "message", () => {
        least = Math.min(least, ofGo.size);
        return --missing === 0;
      });
      await more();
      await all;
      return least;
    };
    /** Lets messages come until Go refers to few values, which it does after it has collected garbage. */
    window.floodUntil = async (few) => {
      // Of an ordinary one Go makes so little garbage that it collects none for 100,000.
      const frame = JSON.stringify({ type: "message", subtype: "x".repeat(4000), channel: "C0GENERAL" });
      for (let round = 0; round < 60; round++) {
        const least = await flood(1000, () => slack("repeat", { frame, count: 1000 }));
        if (least < few) return least;
      }
      return ofGo.size;
    };
    window.begin = async (options) => {
      window.rtm = await readyClient({ rateLimit: false, ...options });
      await flood(10);
      const { jsReferences } = rtm.stats();
      return { counted: ofGo.size, jsReferences };
    };
  });
  return page;
}

test("Go refers to nothing of the frames that come", options, async (t) => {
  const page = await countingPage(t);
  const seen = await page.evaluate(async () => {
    const before = await begin();
    await flood(20_000);
    return { before, after: ofGo.size };
  });
  assert.equal(seen.before.counted + 1, seen.before.jsReferences); // NaN is not in the map
  assert.ok(seen.after < seen.before.counted + 20, `${seen.before.counted} values, and ${seen.after} after 20,000 frames`);
});

test("Go lets go of what it referred to for sends, though nothing but frames comes", options, async (t) => {
  const page = await countingPage(t);
  const seen = await page.evaluate(async () => {
    const before = await begin();
    for (let i = 0; i < 4; i++) await Promise.all(Array.from({ length: 500 }, () => rtm.sendMessage("hello", "C0GENERAL")));
    return { before, after: await floodUntil(before.counted + 100) };
  });
  assert.ok(seen.after < seen.before.counted + 100, `${seen.before.counted} values, and still ${seen.after} after 2,000 sends`);
});

test("Go lets go of what it referred to for a data store", options, async (t) => {
  const page = await countingPage(t);
  const seen = await page.evaluate(async () => {
    const dataStore = new MemoryDataStore();
    const before = await begin({ dataStore });
    await flood(3000);
    return { before, after: await floodUntil(before.counted + 100) };
  });
  assert.ok(seen.after < seen.before.counted + 100, `${seen.before.counted} values, and still ${seen.after} after 3,000 events of the data store`);
});
