// The package in schedules drawn at random, each held to what the guides promise: see the
// folder schedules. A failure names its seed and the shortest row of steps that was found
// to break a rule; it becomes a test of its own. One schedule again, and more of them:
//
//     SEED=123456 SCHEDULES=1 node --test web/test/schedules.test.js
//     SCHEDULES=1000000 node --test web/test/schedules.test.js

import assert from "node:assert/strict";
import { kind, openPage, serving, testInPage } from "./browser.js";

const count = Number(process.env.SCHEDULES || { chrome: 1000, firefox: 500 }[kind]);
const first = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 40));

serving.folder = "web/test/schedules";

testInPage(`${count} schedules drawn at random break no promise`, { timeout: 86_400_000 }, async (t) => {
  const page = await openPage(t, { path: "/test/index.html" });
  const began = performance.now();
  for (let done = 0; done < count; ) {
    const seen = await page.evaluate((seed, count) => runSchedules(seed, count), first + done, count - done);
    done += seen.done;
    if (!seen.broken) continue;
    const story = await page.evaluate((seed) => tellSchedule(seed), seen.seed);
    assert.fail(`${done} schedules were well, and then SEED=${seen.seed}, of ${seen.steps} steps:\n${seen.broken.join("\n")}\nShortened:\n${story}`);
  }
  const seconds = (performance.now() - began) / 1000;
  t.diagnostic(`seed ${first}: ${count} schedules in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second`);
});
