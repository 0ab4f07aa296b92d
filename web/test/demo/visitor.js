// What a visitor of the demo page does and sees, as the steps of tests.

import assert from "node:assert/strict";
import { launchOptions, visit } from "../browser.js";

/** A busy machine may take this long, in ms. */
const patience = 60_000;
launchOptions.protocolTimeout = 2 * patience; // a wait is one call of the protocol

/** A tab that shows the demo, and is connected. */
export async function visitor(t, view = {}) {
  const { width = 1600, height = 950, theme, expected = [], path = "/" } = view;
  const page = await visit(t, path, {
    expected,
    prepare: async (page) => {
      page.setDefaultTimeout(patience);
      await page.setViewport({ width, height });
      if (theme) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.evaluateOnNewDocument(() => {
        window.violations = [];
        document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
      });
    },
  });
  await page.waitForSelector("#text:not([disabled])");
  // The history is read then; what is said from now on comes by itself.
  await until(page, () => document.querySelector("#empty").hidden);
  return page;
}

/** Waits until a function gives true in the page, a hidden one too. */
export const until = (page, fn, ...args) => page.waitForFunction(fn, { polling: 50 }, ...args);

/** Types into the message box, and presses Enter. */
export async function writes(page, text) {
  await page.type("#text", text);
  await page.keyboard.press("Enter");
}

/** Waits for a message with this text. */
export const sees = (page, text) => until(page, (wanted) => [...document.querySelectorAll(".message")].some((m) => m.innerText.includes(wanted)), text);

/** Waits until no message has this text. */
export const misses = (page, text) => until(page, (wanted) => ![...document.querySelectorAll(".message")].some((m) => m.innerText.includes(wanted)), text);

/** Waits until a message of one's own is `queued`, `sent`, `acknowledged`, `failed` or `uncertain`. */
export const hears = (page, text, status) => until(page, (wanted, status) =>
  [...document.querySelectorAll(`.message[data-status=${status}]`)].some((m) => m.innerText.includes(wanted)), text, status);

/** Waits until the connection is in this state. */
export const inState = (page, name) => until(page, (name) => document.querySelector("#state-name").textContent === name, name);

/** Waits until the timeline tells this. */
export const timelineTells = (page, words) => until(page, (words) => document.querySelector("#timeline").innerText.includes(words), words);

/** Presses a button of a message, as one does with the mouse. */
export async function presses(page, text, button) {
  const message = await page.evaluateHandle((text) => [...document.querySelectorAll(".message")].findLast((m) => m.innerText.includes(text)), text);
  await message.asElement().hover();
  await (await message.asElement().$(`::-p-text(${button})`)).click();
}

/** Presses something of the page. (Not by its place: the lists move.) */
export const press = (page, selector) => page.$eval(selector, (element) => element.click());

/** Scripts the workspace: POST control/{verb}. */
export const slack = (page, verb, fields = {}) => page.evaluate(async (verb, fields) => {
  const response = await fetch(`/workspaces/demo/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  if (!response.ok) throw new Error(`${verb}: ${await response.text()}`);
  return (await response.json()).result;
}, verb, fields);

/** The page must not have tried what its policy forbids. */
export async function keepsItsPolicy(page) {
  assert.deepEqual(await page.evaluate(() => window.violations), []);
}
