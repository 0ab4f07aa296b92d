// The demo page, used as a visitor would.

import assert from "node:assert/strict";
import test from "node:test";
import { visit } from "./browser.js";

/** A tab that shows the demo, and is connected. */
async function visitor(t) {
  const page = await visit(t, "/");
  await page.waitForSelector("#text:not([disabled])");
  return page;
}

/** Types into the message box, and presses Enter. */
async function writes(page, text) {
  await page.type("#text", text);
  await page.keyboard.press("Enter");
}

/** Waits for a message with this text. */
const sees = (page, text) =>
  page.waitForFunction((wanted) => [...document.querySelectorAll(".message")].some((message) => message.innerText.includes(wanted)), {}, text);

test("what is written in one tab is acknowledged there and arrives in the other, as it was typed", async (t) => {
  const [one, other] = [await visitor(t), await visitor(t)];
  await writes(one, "a & b < c > d &amp; <b>e</b>");
  await one.waitForSelector(".message[data-status=acknowledged]");
  await sees(one, "a & b < c > d &amp; <b>e</b>");
  await sees(other, "a & b < c > d &amp; <b>e</b>");
  await writes(other, "and back");
  await sees(one, "and back");
});

test("somebody answers", async (t) => {
  const page = await visitor(t);
  const heard = await page.$$eval(".message", (messages) => messages.length);
  await writes(page, "Is anybody here?");
  // The visitor's own message, and another.
  await page.waitForFunction((before) => document.querySelectorAll(".message").length >= before + 2, {}, heard);
});

test("the page recovers from a lost connection, and what was written meanwhile is sent", async (t) => {
  const page = await visitor(t);
  await page.evaluate(() => fetch("/workspaces/demo/control/drop", { method: "POST" }));
  await writes(page, "written while away");
  await page.waitForFunction(() => [...document.querySelectorAll(".message[data-status=acknowledged]")].some((message) => message.innerText.includes("written while away")));
});
