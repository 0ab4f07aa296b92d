// What a visitor sees and does while there is no connection, and what becomes of
// messages that were on their way.

import assert from "node:assert/strict";
import test from "node:test";
import { hears, inState, misses, press, presses, sees, slack, timelineTells, until, visitor, writes } from "./visitor.js";

const tells = (page, words) => until(page, (words) => new RegExp(words).test(document.querySelector("#outage:not([hidden])")?.innerText), words);

test("the next attempt is counted down to, and made at once if one says so", async (t) => {
  const page = await visitor(t);
  await slack(page, "fail-calls", { n: "-1" });
  await slack(page, "drop");
  await tells(page, "No connection: the next attempt is in \\d+ s");
  // Pauses grow, so that one is surely long enough to press the button in.
  await tells(page, "the next attempt is in [4-9] s");
  await slack(page, "fail-calls", { n: "0" });
  const states = await page.evaluate(async () => {
    const state = document.querySelector("#state-name");
    const before = state.textContent;
    document.querySelector("#outage-retry").click();
    await new Promise((resolve) => setTimeout(resolve));
    return [before, state.textContent, document.querySelector("#outage").innerText];
  });
  assert.deepEqual(states, ["reconnecting", "authenticating", "No connection: trying…"]);
  await inState(page, "ready");
  await until(page, () => document.querySelector("#outage").hidden);
});

test("a pause that Slack asks for is counted down to, and cannot be cut short", async (t) => {
  const page = await visitor(t);
  await slack(page, "rate-limit", { after: "3" });
  await slack(page, "drop");
  await tells(page, "Slack asks to wait: the next attempt is in \\d s");
  assert.equal(await page.$eval("#outage-retry", (button) => button.hidden), true);
  await inState(page, "ready");
  await until(page, () => document.querySelector("#outage").hidden);
});

test("a message that arrived after all is acknowledged, and shown once", async (t) => {
  const page = await visitor(t);
  await slack(page, "hold-acks");
  await writes(page, "did this arrive?");
  await hears(page, "did this arrive?", "sent");
  await slack(page, "drop");
  await timelineTells(page, "Session 2");
  await slack(page, "hold-acks", { on: "false" });
  await hears(page, "did this arrive?", "acknowledged");
  await writes(page, "something after it");
  await hears(page, "something after it", "acknowledged");
  assert.equal(await page.$$eval(".message", (all) => all.filter((m) => m.innerText.includes("did this arrive?")).length), 1);
});

test("what can never be sent is not offered to be sent again, but to be written anew", async (t) => {
  const page = await visitor(t);
  const tooLong = `too long ${"x".repeat(17_000)}`;
  await page.$eval("#text", (text, value) => (text.value = value), tooLong);
  await page.focus("#text");
  await page.keyboard.press("Enter");
  await hears(page, "too long", "failed");
  assert.deepEqual(await page.$$eval(".delivery button", (buttons) => buttons.map((b) => b.textContent)), ["Write it anew"]);
  await presses(page, "too long", "Write it anew");
  await misses(page, "too long");
  assert.equal(await page.$eval("#text", (text) => text.value), tooLong);
});

test("what the workspace refuses is not offered to be sent again", async (t) => {
  const page = await visitor(t);
  await slack(page, "nack", { code: "2", msg: "message text is missing" });
  await writes(page, "refused");
  await hears(page, "refused", "failed");
  assert.deepEqual(await page.$$eval(".delivery button", (buttons) => buttons.map((b) => b.textContent)), ["Write it anew"]);
});

test("what is written anew goes to its thread, before what has been begun since", async (t) => {
  const page = await visitor(t);
  await slack(page, "say", { text: "the root" });
  await sees(page, "the root");
  await presses(page, "the root", "Reply");
  await slack(page, "nack", { code: "2", msg: "message text is missing" });
  await writes(page, "refused");
  await hears(page, "refused", "failed");
  await page.type("#text", "begun since");
  await presses(page, "refused", "Write it anew");
  await misses(page, "refused");
  assert.equal(await page.$eval("#text", (text) => text.value), "refused\nbegun since");
  assert.match(await page.$eval("#purpose:not([hidden])", ({ textContent }) => textContent), /Replying to anna in a thread/);
});

test("the words of a fault follow the state", async (t) => {
  const page = await visitor(t);
  const words = (wanted) => until(page, (wanted) => document.querySelector("#fault-words").textContent.includes(wanted), wanted);
  await words("Press one");
  await slack(page, "stall-opens");
  await press(page, "#fault-drop");
  await words("After a short pause the client connects anew");
  await press(page, "#fault-goodbye");
  await words("There is no connection that could break now: wait until there is one");
  assert.equal(await page.$eval("#fault-drop", (button) => button.ariaDisabled), "true");
  await slack(page, "stall-opens", { on: "false" });
  await words("The client was ready again after");
  await press(page, "#fault-goodbye");
  await words("The client moved to another within");
  await press(page, "#toggle");
  await words("You have disconnected");
  await press(page, "#fault-drop");
  await words("press Connect");
  await press(page, "#toggle");
  await words("Press one");
});

test("the flood goes again, from every tab, and what was said before is back", async (t) => {
  const [page, other] = [await visitor(t), await visitor(t)];
  await slack(page, "say", { text: "said before the flood" });
  for (const tab of [page, other]) await sees(tab, "said before the flood");
  await page.bringToFront();
  await press(page, "#fault-flood");
  await sees(page, "010000....");
  await until(page, () => document.querySelector("#fault-words").textContent.includes("They are gone"));
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await press(tab, "#tab-counters");
    await until(tab, () => Number(document.querySelector("#counters dd").textContent.replaceAll(",", "")) > 10_000);
    await misses(tab, "......");
    await sees(tab, "said before the flood");
  }
});
