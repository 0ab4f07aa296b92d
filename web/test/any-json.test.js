// Frames with any JSON in any member, in every mode: a listener gets what a bare
// JSON.parse would give, and the session goes on. SEED=n draws the same frames again.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, inWorker, testInPage } from "./browser.js";

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const count = 500;

/** Runs the frames through a client that `options` makes in the page. */
async function frames(t, options, how) {
  t.diagnostic(`SEED=${seed}`);
  const faults = await inPage(t, async (options, seed, count) => {
    const { draw, run } = await import("/test/any-json.js");
    const stores = {
      memory: () => new MemoryDataStore({ logger: () => {} }),
      throwing: () => ({ cacheRtmStart: () => {}, handleRtmMessage: (user, team, type) => {
        if (type !== "user_typing") throw Object.create(null); // which has no words
      } }),
    };
    if (options.worker) await initialize({ worker: true });
    const rtm = await readyClient({
      rateLimit: false,
      ...(options.store && { dataStore: stores[options.store]() }),
      ...(options.backfill && { backfill: () => [] }),
    });
    return await run(rtm, draw(seed, count));
  }, { args: [options, seed, count], ...how });
  assert.deepEqual(faults, [], `SEED=${seed}`);
}

test("any JSON in any member of a frame is delivered as JSON.parse has it, and the session goes on", (t) => frames(t, {}));

testInPage("the same with a MemoryDataStore", (t) => frames(t, { store: "memory" }));

test("the same with a data store that throws", (t) => frames(t, { store: "throwing" }));

test("the same with a backfill", (t) => frames(t, { backfill: true }));

if (!inWorker) test("the same with Go in a worker", (t) => frames(t, { worker: true }, { fresh: true }));

test("a backfill may bring any JSON", async (t) => {
  const seen = await inPage(t, async (seed) => {
    const { draw, parsed } = await import("/test/any-json.js");
    const events = draw(seed, 200).filter((text) => text.length < 24_000).map(parsed).filter((event) => event && !Object.hasOwn(event, "reply_to") && event.type !== "message");
    const rtm = await readyClient({ backfill: () => [null, 5, "text", [], { type: {} }, ...events] });
    const got = [];
    rtm.on("slack_event", (type, event) => {
      if (Object.hasOwn(event, "n")) got.push(event.n);
    });
    const gap = once(rtm, "gap");
    const ready = once(rtm, "ready");
    await slack("drop");
    const [{ recovered }] = await gap;
    await ready;
    await rtm.ping();
    const { text } = await rtm.sendMessage("and on", "C0GENERAL");
    return { recovered, got, want: events.map(({ n }) => n), text };
  }, { args: [seed] });
  assert.deepEqual(seen.got, seen.want, `SEED=${seed}`);
  assert.deepEqual([seen.recovered, seen.text], [true, "and on"]);
});

test("a reply whose number is an object settles nothing, and the replies after it settle what is theirs", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ rateLimit: false });
    const first = rtm.sendMessage("first", "C0GENERAL");
    for (const text of ['{"ok":true,"reply_to":{"toString":0}}', '{"ok":true,"reply_to":"1"}', '{"ok":true,"reply_to":[1]}']) rtm.handleWsMessage(text);
    const second = rtm.sendMessage("second", "C0GENERAL");
    const texts = [(await first).text, (await second).text];
    await rtm.ping();
    return { texts, reported: window.reported };
  });
  assert.deepEqual(seen, { texts: ["first", "second"], reported: [] });
});
