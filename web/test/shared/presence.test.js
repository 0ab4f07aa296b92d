// Whose presence Slack is asked for: the union of what the tabs that are there ask for.

import assert from "node:assert/strict";
import { log } from "../browser.js";
import { crash, killWorkers, putAway, restore } from "./deeds.js";
import { becomes, begin, chromium, hears, inEach, inMode, inModes, presenceOf, readyTabs, say, until } from "./tabs.js";

const [anna, ben, cleo] = ["U0000ANNA", "U00000BEN", "U0000CLEO"];

/** Waits until the workspace has been asked for these users last. */
const asksFor = (workspace, ...users) => until(async () => (presenceOf(await log(workspace)).at(-1) ?? []).toSorted().join() === users.toSorted().join());

const follow = (tab, ...users) => tab.evaluate((users) => rtm.subscribePresence(users), users);

/** Three tabs of one session: the first and second follow a user each, and the third both and another. */
async function following(t, mode) {
  const { workspace, tabs } = await readyTabs(t, mode, 3);
  await follow(tabs[0], anna);
  await follow(tabs[1], ben);
  await follow(tabs[2], anna, cleo);
  await asksFor(workspace, anna, ben, cleo);
  return { workspace, tabs };
}

/** How a tab leaves. */
const ways = {
  "disconnects": (tab) => tab.evaluate("rtm.disconnect()"),
  "is closed": (tab) => tab.close(),
  "goes elsewhere": (tab) => tab.goto("about:blank"),
  "crashes": crash,
  "is put away": putAway,
  "asks for nobody any more": (tab) => follow(tab),
};

for (const [how, leave] of Object.entries(ways)) {
  inMode("shared", `a tab that ${how} takes its own with it, and no more`, how === "crashes" ? chromium : {}, async (t, mode) => {
    const { workspace, tabs } = await following(t, mode);
    await leave(tabs[2]);
    await asksFor(workspace, anna, ben);
    await leave(tabs[0]);
    await asksFor(workspace, ben);
    await say(workspace, "after");
    await hears(tabs[1], "after");
  });
}

inMode("shared", "a tab that disconnects and starts again has asked for nobody", async (t, mode) => {
  const { workspace, tabs } = await following(t, mode);
  await tabs[2].evaluate("rtm.disconnect()");
  await asksFor(workspace, anna, ben);
  await begin(tabs[2]);
  await follow(tabs[0], cleo);
  await asksFor(workspace, ben, cleo);
});

inModes("a tab that is back from where it was put has what it had asked for", async (t, mode) => {
  const { workspace, tabs: [tab] } = await readyTabs(t, mode, 1);
  await follow(tab, anna, ben);
  await asksFor(workspace, anna, ben);
  const { length } = presenceOf(await log(workspace));
  await putAway(tab);
  await restore(tab);
  await becomes(tab, "ready");
  await until(async () => presenceOf(await log(workspace)).length > length);
  await asksFor(workspace, anna, ben);
});

inModes("the next worker asks for what the tabs had asked for", chromium, async (t, mode) => {
  const { workspace, tabs } = await readyTabs(t, mode, 2);
  await inEach(tabs, () => rtm.subscribePresence(["U0000ANNA", "U00000BEN"]));
  await asksFor(workspace, anna, ben);
  const { length } = presenceOf(await log(workspace));
  for (const tab of mode === "shared" ? tabs.slice(0, 1) : tabs) await killWorkers(tab);
  await until(async () => presenceOf(await log(workspace)).length >= length + (mode === "shared" ? 1 : 2));
  await asksFor(workspace, anna, ben);
});
