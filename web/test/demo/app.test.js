// The demo as an app in Socket Mode.

import assert from "node:assert/strict";
import test from "node:test";
import { serving } from "../browser.js";
import { hears, sees, slack, visitor, writes } from "./visitor.js";

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
