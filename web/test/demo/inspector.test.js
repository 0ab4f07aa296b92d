// The connection inspector of the demo page, used as a developer would.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { origin } from "../browser.js";
import { replayed } from "../replay.js";
import { hears, inState, press, sees, slack, timelineTells, until, visitor, writes } from "./visitor.js";

test("it tells the state, since when, and how the session came about", async (t) => {
  const page = await visitor(t);
  await inState(page, "ready");
  assert.match(await page.$eval("#state", (state) => state.innerText), /ready\s+for \d+ s[^]*since \d\d:\d\d:\d\d/);
  await timelineTells(page, "Session 1");
  assert.match(await page.$eval("#timeline", (timeline) => timeline.innerText.replaceAll("\u00a0", " ")), /authenticating \d+ ms → authenticated \d+ ms → handshaking \d+ ms → connected \d+ ms → ready, \d+ ms in all/);
});

test("disconnecting and connecting again are the visitor's to do", async (t) => {
  const page = await visitor(t);
  await press(page, "#toggle");
  await inState(page, "disconnected");
  await timelineTells(page, "Session 1 lasted");
  await press(page, "#toggle");
  await inState(page, "ready");
  await timelineTells(page, "Session 2");
});

test("the plots have what the session did", async (t) => {
  const page = await visitor(t);
  await writes(page, "a message to plot");
  await hears(page, "a message to plot", "acknowledged");
  await until(page, () => /Latest ping: \d.*, latest message: \d/.test(document.querySelector("#plot-trips").ariaLabel));
  await until(page, () => /at most [1-9]/.test(document.querySelector("#plot-rates").ariaLabel));
  // Something is drawn, and not in one colour.
  const colours = await page.$$eval(".plot canvas", (all) => all.map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }));
  assert.equal(colours.length, 2);
  for (const n of colours) assert.ok(n > 3, `a plot has ${n} colours`);
});

test("it lists what waits for the connection, and what waits for a reply", async (t) => {
  const page = await visitor(t);
  await slack(page, "hold-acks");
  await writes(page, "no reply to this");
  await until(page, () => /message #\d+\s*no reply to this\s*no reply for/.test(document.querySelector("#queue").innerText.replaceAll("\n", " ")));
  await until(page, () => document.querySelector("#queue-figures").textContent.endsWith("1 pending"));
  await slack(page, "hold-acks", { on: "false" });
  await hears(page, "no reply to this", "acknowledged");

  await slack(page, "stall-opens");
  await slack(page, "drop");
  await timelineTells(page, "reconnecting");
  await writes(page, "this waits");
  await until(page, () => document.querySelector("#queue").innerText.includes("this waits"));
  await until(page, () => document.querySelector("#queue-figures").textContent.startsWith("1 queued"));
  await slack(page, "stall-opens", { on: "false" });
  await until(page, () => document.querySelector("#queue").innerText === "");
});

test("frames can be filtered, paused, opened and copied, and never show a token", async (t) => {
  const page = await visitor(t);
  await page.browserContext().overridePermissions(origin, ["clipboard-read", "clipboard-sanitized-write"]);
  await press(page, "#tab-frames");
  await slack(page, "send", { frame: '{"type":"probe","note":"xoxb-demo and xoxp-123-abc","url":"wss://example.org/?ticket=1"}' });
  await page.type("#frames-filter", "probe -pong");
  const shown = () => page.$$eval("#frames li", (items) => items.length);
  await until(page, () => document.querySelectorAll("#frames li").length === 1);

  await page.click("#frames summary");
  await until(page, () => document.querySelector("#frames pre").textContent);
  const all = JSON.parse(await page.$eval("#frames pre", (pre) => pre.textContent));
  assert.deepEqual(all, { type: "probe", note: "(token) and (token)", url: "(address of a socket)" });

  await press(page, "#frames-pause");
  await slack(page, "send", { frame: '{"type":"probe"}' });
  await until(page, () => /paused, \d+ more/.test(document.querySelector("#frames-count").textContent));
  assert.equal(await shown(), 1);
  await press(page, "#frames-pause");
  await until(page, () => document.querySelectorAll("#frames li").length === 2);

  await page.bringToFront();
  await press(page, "#frames-copy");
  await until(page, () => document.querySelector("#frames-count").textContent === "2 frames copied");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^\S+Z in  \{"type":"probe","note":"\(token\).*\n\S+Z in  \{"type":"probe"\}$/);
  assert.doesNotMatch(await page.evaluate(() => document.documentElement.outerHTML + location.href + JSON.stringify({ ...localStorage, ...sessionStorage })), /xoxb-demo|xoxp-123|ticket=/);
});

test("the trace is saved to a file whose name has the date and the time, and which go test replays", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "saved-"));
  t.after(() => rm(folder, { recursive: true }));
  const page = await visitor(t);
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  await writes(page, "not in the trace");
  await hears(page, "not in the trace", "acknowledged");
  await slack(page, "drop");
  await timelineTells(page, "reconnecting");
  await inState(page, "ready");
  await press(page, "#trace");
  await timelineTells(page, "Trace saved");
  const told = await page.$eval("#timeline", (timeline) => timeline.innerText);
  const [name] = told.match(/rtm-trace-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.json/);
  let file;
  while (!file) file = await readFile(join(folder, name), "utf8").catch(() => undefined);
  assert.doesNotMatch(file, /not in the trace|xoxb/);
  assert.match((await replayed(join(folder, name))).join("\n"), /send message with id [^]*socket failed[^]* ready /);
});

test("the counters are those of stats()", async (t) => {
  const page = await visitor(t);
  await press(page, "#tab-counters");
  const figures = () => page.$$eval("#counters div", (rows) => Object.fromEntries(rows.map((row) => [row.querySelector("code").textContent, row.querySelector("dd").textContent])));
  await until(page, () => document.querySelector("#counters").innerText.includes("MB"));
  const { framesIn, sockets, reconnections } = await figures();
  assert.ok(Number(framesIn) > 0);
  assert.deepEqual([sockets, reconnections], ["1", "0"]);
});

test("three tabs are three sessions, and a tab that is closed is gone", async (t) => {
  const tabs = [await visitor(t), await visitor(t), await visitor(t)];
  const tells = async (page, words) => {
    await page.bringToFront(); // where it counts every second
    await until(page, (words) => document.querySelector("#sessions-figures").textContent === words, words);
  };
  for (const tab of tabs) await tells(tab, "3 tabs, 3 sessions");
  assert.equal(await tabs[0].$$eval("#sessions li", (items) => items.length), 3);
  await tabs[1].goto("about:blank");
  for (const tab of [tabs[0], tabs[2]]) await tells(tab, "2 tabs, 2 sessions");
});

test("tabs that share have one session, which outlives the tab that led it", async (t) => {
  const first = await visitor(t);
  await Promise.all([first.waitForNavigation(), first.click("#share")]);
  const tabs = [first, await visitor(t, { path: "/?shared" })];
  const tells = async (page, words) => {
    await page.bringToFront();
    await until(page, (words) => document.querySelector("#sessions-figures").textContent === words, words);
  };
  for (const tab of tabs) await tells(tab, "2 tabs, 1 session");
  await writes(tabs[1], "said in a tab that follows");
  for (const tab of tabs) await sees(tab, "said in a tab that follows");
  await first.goto("about:blank");
  await tells(tabs[1], "1 tab, 1 session");
  await writes(tabs[1], "said after it");
  await sees(tabs[1], "said after it");
});

test("its tabs are those of a keyboard, too", async (t) => {
  const page = await visitor(t);
  await page.focus("#tab-activity");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.ariaSelected, document.querySelector("#panel-frames").hidden, document.querySelector("#panel-activity").hidden]),
    ["tab-frames", "true", false, true]);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-counters");
});
