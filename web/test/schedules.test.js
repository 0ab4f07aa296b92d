// The package in schedules drawn at random, each held to what the guides promise: see the
// folder schedules, and in it the folder tabs, for tabs that share a session. A failure names
// its seed and the shortest row of steps that was found to break a rule; it becomes a test of
// its own. One schedule again, and more of them:
//
//     SEED=123456 SCHEDULES=1 node --test web/test/schedules.test.js
//     SEED=123456 SCHEDULES=1 node --test --test-name-pattern=tabs web/test/schedules.test.js
//     SCHEDULES=1000000 node --test web/test/schedules.test.js

import assert from "node:assert/strict";
import { kind, launchOptions, openPage, serving, testInPage } from "./browser.js";
import { withHeaders } from "./headers.js";

const count = Number(process.env.SCHEDULES || { chrome: 1000, firefox: 500 }[kind]);
const countOfTabs = Number(process.env.SCHEDULES || { chrome: 300, firefox: 150 }[kind]);
// In CI always the same ones: it is to judge a change, and not the luck of a draw.
const first = Number(process.env.SEED || (process.env.CI ? 20_261_128 : Math.floor(Math.random() * 2 ** 40)));

serving.folder = "web/test/schedules";
launchOptions.protocolTimeout = 600_000; // to shorten a schedule is to run it again and again

/** Runs so many schedules of a kind in a page. */
async function runAll(t, page, kind, count) {
  const began = performance.now();
  for (let done = 0; done < count; ) {
    const seen = await page.evaluate((kind, seed, count) => runSchedules(kind, seed, count), kind, first + done, count - done);
    done += seen.done;
    if (!seen.broken) continue;
    const story = await page.evaluate((kind, seed) => tellSchedule(kind, seed), kind, seen.seed);
    assert.fail(`${done} schedules were well, and then SEED=${seen.seed}, of ${seen.steps} steps:\n${seen.broken.join("\n")}\nShortened:\n${story}`);
  }
  const seconds = (performance.now() - began) / 1000;
  t.diagnostic(`seed ${first}: ${count} schedules in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second`);
}

testInPage(`${count} schedules drawn at random break no promise`, { timeout: 86_400_000 }, async (t) => {
  const page = await openPage(t, { path: "/test/index.html" });
  await runAll(t, page, "client", count);
});

testInPage(`${countOfTabs} schedules of tabs that share a session, and of their ends, break no promise`, { timeout: 86_400_000 }, async (t) => {
  // Each tab, and the worker, is a frame, which the server's policy does not allow.
  const page = await openPage(t, { path: "/test/index.html", from: await withHeaders(t, { "content-security-policy": undefined }) });
  await runAll(t, page, "tabs", countOfTabs);
});
