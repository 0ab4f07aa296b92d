// The workspace of the demo page, used as a visitor would.

import assert from "node:assert/strict";
import test from "node:test";
import { hears, misses, press, presses, sees, slack, timelineTells, until, visitor, writes } from "./demo/visitor.js";

test("what is written in one tab is acknowledged there and arrives in the other, as it was typed", async (t) => {
  const [one, other] = [await visitor(t), await visitor(t)];
  await writes(one, "a & b < c > d &amp; <b>e</b>");
  await hears(one, "a & b < c > d &amp; <b>e</b>", "acknowledged");
  await sees(other, "a & b < c > d &amp; <b>e</b>");
  await writes(other, "and back");
  await sees(one, "and back");
});

test("somebody answers", async (t) => {
  const page = await visitor(t);
  const heard = await page.$$eval(".message", (messages) => messages.length);
  await writes(page, "Is anybody here?");
  // The visitor's own message, and another.
  await until(page, (before) => document.querySelectorAll(".message").length >= before + 2, heard);
});

test("a message is queued while there is no connection, sent without a reply, acknowledged", async (t) => {
  const page = await visitor(t);
  await slack(page, "stall-opens");
  await slack(page, "drop");
  await timelineTells(page, "reconnecting");
  await writes(page, "written while away");
  await hears(page, "written while away", "queued");
  await slack(page, "hold-acks");
  await slack(page, "stall-opens", { on: "false" });
  await hears(page, "written while away", "sent");
  await slack(page, "hold-acks", { on: "false" });
  await hears(page, "written while away", "acknowledged");
});

test("a message that may have arrived or not is uncertain, and can be sent again", async (t) => {
  const page = await visitor(t);
  await slack(page, "half-open");
  await writes(page, "into the void");
  await hears(page, "into the void", "uncertain");
  await presses(page, "into the void", "Send again");
  await hears(page, "into the void", "acknowledged");
});

test("the last message is edited with the arrow key, and deleted; other tabs follow", async (t) => {
  const [other, page] = [await visitor(t), await visitor(t)];
  await writes(page, "see you at tow, @anna");
  await hears(page, "see you at tow", "acknowledged");
  await page.focus("#text");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.$eval("#text", (text) => text.value), "see you at tow, @anna");
  await page.$eval("#text", (text) => (text.value = "see you at two, @anna"));
  await page.keyboard.press("Enter");
  for (const tab of [page, other]) {
    await sees(tab, "see you at two, @anna");
    await sees(tab, "edited");
    await misses(tab, "see you at tow");
  }
  await presses(page, "see you at two", "Delete");
  await presses(page, "see you at two", "Really delete");
  for (const tab of [page, other]) await misses(tab, "see you at two");
});

test("an edit is left with Escape, and the box is empty again", async (t) => {
  const page = await visitor(t);
  await writes(page, "keep this");
  await hears(page, "keep this", "acknowledged");
  await page.focus("#text");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  assert.deepEqual(await page.$eval("#text", (text) => [text.value, document.querySelector("#purpose").hidden]), ["", true]);
});

test("a reply stands in the thread of what it replies to", async (t) => {
  const page = await visitor(t);
  await presses(page, "Welcome! This is a made-up workspace", "Reply");
  await sees(page, "Welcome!");
  assert.equal(await page.$eval("#purpose-words", (words) => words.textContent), "Replying to anna in a thread");
  await writes(page, "thanks for having me");
  await hears(page, "thanks for having me", "acknowledged");
  await sees(page, "In reply to anna: Welcome! This is a made-up workspace");
});

test("messages are reached with the arrow keys, and their buttons with Tab", async (t) => {
  const page = await visitor(t);
  await slack(page, "say", { user: "U00000BEN", channel: "D0000ANNA", text: "the first" });
  await slack(page, "say", { user: "U00000BEN", channel: "D0000ANNA", text: "the last" });
  await press(page, 'a[href="#D0000ANNA"]');
  await sees(page, "the last");
  await page.focus("#stream");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.match(await page.evaluate(() => document.activeElement.innerText), /the first/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.$eval("#purpose-words", (words) => words.textContent), "Replying to ben in a thread");
});

test("joins, files, mentions, emoji and links are shown as people read them", async (t) => {
  const page = await visitor(t);
  await slack(page, "join", { user: "U00000BEN" });
  await sees(page, "@ben has joined the channel");
  await slack(page, "share", { text: "my notes", name: "notes.pdf", size: "1500000" });
  await sees(page, "PDF, 1.5 MB");
  await slack(page, "say", { text: "<@U0000CLEO> wrote <https://example.org/x|the story> in <#C00RANDOM> :tada: *twice*" });
  await sees(page, "@cleo wrote the story in #random 🎉 twice");
  assert.equal(await page.$eval('.text a[href="https://example.org/x"]', (a) => a.rel), "noreferrer noopener");
});

test("text from the network is never markup", async (t) => {
  const page = await visitor(t);
  const evil = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>&lt;b&gt;bold&lt;/b&gt; <javascript:window.broken=1|press me>';
  await slack(page, "say", { text: evil });
  await sees(page, "press me");
  await sees(page, "<b>bold</b>");
  await slack(page, "send", { frame: JSON.stringify({
    type: "message", channel: "C0GENERAL", user: evil, username: evil, text: "from nobody", ts: "9999999999.000001",
    files: [{ name: evil, title: evil, permalink: "javascript:window.broken=1", pretty_type: evil }],
  }) });
  await sees(page, "from nobody");
  assert.equal(await page.$$eval("main :is(img, script, iframe, b b, a[href^=javascript])", (found) => found.length), 0);
  assert.equal(await page.evaluate(() => window.broken), undefined);
});
