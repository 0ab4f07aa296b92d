// Reactions of a visitor, and the keys of the log.

import assert from "node:assert/strict";
import test from "node:test";
import { hears, presses, sees, slack, until, visitor, writes } from "./visitor.js";

/** Waits until a message has this reaction of so many, and says whether it is one's own. */
async function reacted(page, text, name, count) {
  const own = await until(page, (text, name, count) => {
    const message = [...document.querySelectorAll(".message")].findLast((m) => m.innerText.includes(text));
    const reaction = message?.querySelector(`[data-reaction="${name}"]`);
    return (reaction?.querySelector(".count").textContent ?? "0") === String(count) && (reaction?.ariaPressed ?? "none");
  }, text, name, count);
  return own.jsonValue();
}

test("a visitor reacts, joins a reaction and takes it back; other tabs follow", async (t) => {
  const [page, other] = [await visitor(t), await visitor(t)];
  const ts = await slack(page, "say", { text: "cake at four" });
  for (const tab of [page, other]) await sees(tab, "cake at four");
  await page.bringToFront();
  await presses(page, "cake at four", "React");
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "+1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  for (const tab of [page, other]) assert.equal(await reacted(tab, "cake at four", "heart", 1), "true");

  await slack(page, "react", { user: "U00000BEN", name: "tada", ts });
  assert.equal(await reacted(page, "cake at four", "tada", 1), "false");
  await page.$eval('[data-reaction="tada"]', (button) => (button.focus(), button.click()));
  for (const tab of [page, other]) assert.equal(await reacted(tab, "cake at four", "tada", 2), "true");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.reaction), "tada");

  await page.$eval('[data-reaction="heart"]', (button) => button.click());
  for (const tab of [page, other]) assert.equal(await reacted(tab, "cake at four", "heart", 0), "none");
});

test("the log tells its keys while it has the focus, and they do what it says", async (t) => {
  const page = await visitor(t);
  const hint = () => page.$$eval(".hint", (all) => all.filter((p) => p.checkVisibility()).map((p) => p.id));
  await writes(page, "the newest");
  await hears(page, "the newest", "acknowledged");
  assert.deepEqual(await hint(), ["hint"]);
  await page.focus("#stream");
  await page.keyboard.press("Home");
  assert.deepEqual(await hint(), ["keys"]);
  assert.equal(await page.evaluate(() => document.activeElement === document.querySelector("#messages").firstChild), true);
  await page.keyboard.press("End");
  assert.equal(await page.evaluate(() => document.activeElement === document.querySelector("#messages").lastChild), true);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  assert.deepEqual(await hint(), ["hint"]);
});
