// The demo as an app in Socket Mode.

import assert from "node:assert/strict";
import test from "node:test";
import { serving } from "../browser.js";
import { hears, inState, press, sees, slack, timelineTells, visitor, writes } from "./visitor.js";

serving.flags = ["-mode", "socket"];

test("what is written is acknowledged, and there once, though Slack tells the app of it", async (t) => {
  const page = await visitor(t);
  await writes(page, "as an app");
  await hears(page, "as an app", "acknowledged");
  await slack(page, "say", { text: "and after it" });
  await sees(page, "and after it");
  const texts = await page.$$eval(".message", (messages) => messages.map(({ textContent }) => textContent).filter((text) => text.includes("as an app")));
  assert.equal(texts.length, 1);
});

test("the faults are those that Socket Mode has, and a 429 strikes its call", async (t) => {
  const page = await visitor(t);
  const names = await page.$$eval("#fault-buttons button", (buttons) => buttons.map(({ textContent }) => textContent));
  assert.deepEqual(names, ["Drop link", "Stall call", "Answer 429", "Garble a frame", "Flood 10,000"]);
  await press(page, "#fault-rate-limit");
  await timelineTells(page, "429: Slack asks to wait 3 s");
  await inState(page, "ready");
});
