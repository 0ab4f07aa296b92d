// The fault panel of the demo page: each button breaks something, one sees it,
// and the client copes.

import assert from "node:assert/strict";
import test from "node:test";
import { hears, inState, press, sees, timelineTells, until, visitor, writes } from "./visitor.js";

/** What each button does, as the timeline tells it. */
const faults = {
  drop: { shows: ["reconnecting", "lasted"], session: 2 },
  "half-open": { shows: ["nothing came in for 2s after a ping: the socket is given up", "reconnecting"], session: 2 },
  stall: { shows: ["authenticating", "rtm.connect was not answered within 4s"], session: 2 },
  "rate-limit": { shows: ["429: Slack asks to wait 3 s", "reconnecting"], session: 2 },
  goodbye: { shows: ["A gap, and nothing is missing"], session: 1 },
  garble: { shows: ["was dropped: it is not a JSON object"], session: 1 },
};

for (const [id, { shows, session }] of Object.entries(faults)) {
  test(`${id}: one sees it, and the client copes`, async (t) => {
    const page = await visitor(t);
    await press(page, `#fault-${id}`);
    for (const words of shows) await timelineTells(page, words);
    if (session > 1) await timelineTells(page, `Session ${session}`);
    await inState(page, "ready");
    await writes(page, `after ${id}`);
    await hears(page, `after ${id}`, "acknowledged");
  });
}

test("flood: all ten thousand come in, and the page stays of use", async (t) => {
  const page = await visitor(t);
  await press(page, "#fault-flood");
  await until(page, () => document.querySelector("#messages").textContent.includes("010000"));
  await writes(page, "after the flood");
  await hears(page, "after the flood", "acknowledged");
  await sees(page, "after the flood");
  assert.ok(await page.$$eval(".message", (messages) => messages.length) <= 300);
  await press(page, "#tab-counters");
  await until(page, () => Number(document.querySelector("#counters dd").textContent.replaceAll(",", "")) > 10_000);
});
