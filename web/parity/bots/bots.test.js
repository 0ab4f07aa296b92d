// Public bots, as npm has them, on our client in a page: hubot with hubot-slack
// 4.10, whose client is written for @slack/client v3, and slack-robot 3.2, for
// what v3 was before it. They talk to the fake Slack.

import assert from "node:assert/strict";
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { launch, serve } from "../../test/launch.js";
import { bundle } from "./bundle.js";

const built = fileURLToPath(new URL("../../../.cache/bots/", import.meta.url));
/** A busy machine may take this long, in ms. */
const patience = 20_000;
let server, browser;

before(async () => {
  await mkdir(built, { recursive: true });
  await copyFile(new URL("page.html", import.meta.url), `${built}page.html`);
  for (const bot of ["hubot.js", "slack-robot.js"]) await bundle(bot, `${built}${bot}`);
  server = await serve(".cache/bots");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

let workspaces = 0;

/** A page with the bot, connected, and the steps of a test. */
async function starts(t, bot) {
  const workspace = `bot${++workspaces}`;
  const at = `${server.origin}/workspaces/${workspace}/control/`;
  const page = await browser.newPage();
  t.after(() => page.close());
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${server.origin}/test/page.html?workspace=${workspace}`);
  await page.addScriptTag({ type: "module", url: `/test/${bot}` });
  await page.waitForFunction(() => window.bot);
  await page.evaluate(async () => {
    const { start, rtm } = window.bot;
    const ready = new Promise((resolve) => rtm().on("ready", resolve));
    await start();
    await ready;
  });
  const log = async () => (await fetch(`${at}log`)).json();
  const until = async (what, holds) => {
    for (const end = Date.now() + patience; Date.now() < end; ) if (await holds()) return;
    assert.fail(`${what} did not come; the workspace saw ${JSON.stringify((await log()).calls.slice(-4))}, the bot was told ${await page.evaluate(() => JSON.stringify([window.bot.told, window.bot.written]))}, the page complained of ${complaints}`);
  };
  return {
    page,
    /** Scripts the workspace. */
    slack: async (verb, fields = {}) => {
      const response = await fetch(`${at}${verb}`, { method: "POST", body: new URLSearchParams(fields) });
      assert.ok(response.ok, `${verb}: ${response.status}`);
      return (await response.json()).result;
    },
    /** Waits until the bot has called a method with these arguments, and no other than these. */
    calls: (method, wanted) => until(`${method} with ${JSON.stringify(wanted)}`, async () => (await log()).calls.some(({ method: called, form: { token, ...form } }) =>
      called === method && JSON.stringify(Object.entries(form).sort()) === JSON.stringify(Object.entries(wanted).sort()))),
    /** Waits until a listener of the bot was told this. */
    tells: (line) => until(`"${line}"`, () => page.evaluate((line) => window.bot.told.includes(line), line)),
    /** Waits until the bot's log has these words. */
    writes: (words) => until(`"${words}" on the output`, () => page.evaluate((words) => window.bot.written.some((line) => line.includes(words)), words)),
    complaints,
  };
}

test("hubot says good morning, by the name that users.info gives, to the channel it heard it in", async (t) => {
  const { slack, calls, writes } = await starts(t, "hubot.js");
  await writes("Logged in as @bot in workspace Fake Workspace");
  await slack("say", { user: "U00000BEN", channel: "C00RANDOM", text: "Good morning!" });
  await calls("chat.postMessage", { channel: "C00RANDOM", text: "good morning Ben Okafor", as_user: "1", link_names: "1" });
  // It fills its brain from users.list, page by page.
  await calls("users.list", { limit: "100" });
});

test("hubot answers who addresses it, and sets a topic, which it then hears of", async (t) => {
  const { slack, calls, tells } = await starts(t, "hubot.js");
  await slack("say", { text: "<@U00000BOT> answer" });
  await calls("chat.postMessage", { channel: "C0GENERAL", text: "<@U0000ANNA>: yes", as_user: "1", link_names: "1" });
  await slack("say", { text: "bot topic cake" });
  await calls("conversations.setTopic", { channel: "C0GENERAL", topic: "cake" });
  await slack("topic", { user: "U00000BEN", topic: "more cake" });
  await tells("the topic is more cake");
});

test("hubot hears reactions, who comes and goes, files and presence", async (t) => {
  const { page, slack, tells } = await starts(t, "hubot.js");
  const ts = await slack("say", { user: "U0000CLEO", text: "look" });
  await slack("react", { user: "U00000BEN", name: "eyes", ts });
  await tells("ben: added eyes on cleo's");
  await slack("unreact", { user: "U00000BEN", name: "eyes", ts });
  await tells("ben: removed eyes on cleo's");
  await slack("leave", { user: "U00000BEN", channel: "C00RANDOM" });
  await tells("ben left C00RANDOM");
  await slack("join", { user: "U00000BEN", channel: "C00RANDOM" });
  await tells("ben entered C00RANDOM");
  await slack("share", { user: "U0000ANNA" });
  await tells("a file was shared in C0GENERAL");
  await page.evaluate(() => window.bot.present());
  await tells("cleo away");
  await slack("presence", { user: "U0000CLEO", presence: "active" });
  await tells("cleo active");
});

test("hubot goes on after its connection was cut", async (t) => {
  const { page, slack, calls } = await starts(t, "hubot.js");
  await page.evaluate(() => (window.back = new Promise((resolve) => window.bot.rtm().once("ready", resolve))) && undefined);
  await slack("drop");
  await page.evaluate(() => window.back);
  await slack("say", { text: "good morning" });
  await calls("chat.postMessage", { channel: "C0GENERAL", text: "good morning Anna Berg", as_user: "1", link_names: "1" });
});

test("slack-robot answers by pattern, with a reaction and with a card", async (t) => {
  const { slack, calls } = await starts(t, "slack-robot.js");
  await slack("say", { text: "hello world" });
  await calls("chat.postMessage", { channel: "C0GENERAL", text: "hello world, says bot", as_user: "1", parse: "full" });
  const ts = await slack("say", { text: "thanks a lot" });
  await calls("reactions.add", { channel: "C0GENERAL", timestamp: ts, name: "heart" });
  await slack("say", { channel: "D0000ANNA", text: "card" });
  await calls("chat.postMessage", { channel: "D0000ANNA", text: "a card", attachments: '[{"text":"with a text"}]', as_user: "1", parse: "full" });
});

test("slack-robot posts to a channel by its name, and hears reactions to its own messages", async (t) => {
  const { page, slack, calls, tells } = await starts(t, "slack-robot.js");
  const { ts } = await page.evaluate(async () => {
    const posted = window.bot.rtm().waitFor("message", { filter: ({ text }) => text === "for all" });
    window.bot.announce();
    return posted;
  });
  await calls("chat.postMessage", { channel: "C00RANDOM", text: "for all", as_user: "1", parse: "full" });
  await slack("react", { user: "U0000CLEO", name: "tada", channel: "C00RANDOM", ts });
  await calls("reactions.get", { channel: "C00RANDOM", timestamp: ts });
  await tells("cleo reacted in random");
});
