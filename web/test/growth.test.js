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

test("a page at rest lets go of what Go had of it", options, async (t) => {
  const page = await openPage(t);
  const busy = await page.evaluate(async () => {
    window.rtm = await readyClient({ rateLimit: false });
    for (let i = 0; i < 300; i++) await rtm.ping();
    return rtm.stats().jsReferences;
  });
  assert.ok(busy > 500, `${busy} references: too few to be let go at rest`);
  await page.waitForFunction(() => rtm.stats().jsReferences < 100, { polling: 200 });
});
