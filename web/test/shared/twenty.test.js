// Twenty tabs, opened and closed at random, some of which crash, while the worker is ended
// now and then. A seed repeats what is drawn: SEED=n. `./build.sh soak` does so for longer.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { origin } from "../browser.js";
import { Crowd } from "../../soak/crowd.js";
import { drawsFrom } from "../../soak/random.js";
import { workspaceAt } from "../../soak/slack.js";
import { chromium, inModes, newWorkspace, openTab } from "./tabs.js";

const seed = Number(process.env.SEED ?? Date.now() % 1e9);
const faults = 10;

inModes("each tab of a crowd that is there in the end has heard each event once or has a gap for it, and each send has settled", { ...chromium, timeout: 300_000 }, async (t, mode) => {
  const workspace = newWorkspace();
  const crowd = new Crowd({
    openPage: () => openTab(t, mode === "worker" ? "worker" : "page", workspace),
    slack: workspaceAt(origin, workspace),
    draws: drawsFrom(seed),
    pause,
    size: mode === "worker" ? 6 : 20,
    isShared: mode === "shared",
  });
  await crowd.openAll();
  const isOver = () => Object.values(crowd.struck).reduce((sum, times) => sum + times) >= faults;
  await Promise.all([crowd.strike(isOver), crowd.talk(isOver)]);
  const wrong = await crowd.account();
  assert.deepEqual(wrong.slice(0, 10), [], `SEED=${seed}, ${JSON.stringify(crowd.struck)}`);
});
