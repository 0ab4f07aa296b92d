// The demo: a chat on one RTMClient. Each part of the page has a module; this
// one makes them and decides what is open.

import { MemoryDataStore, RTMClient } from "/rtm.js";
import { Composer } from "./chat/composer.js";
import { Messages } from "./chat/messages.js";
import { installOutage } from "./chat/outage.js";
import { Outbox } from "./chat/outbox.js";
import { Sidebar } from "./chat/sidebar.js";
import { Stream } from "./chat/stream.js";
import { Typing } from "./chat/typing.js";
import { $ } from "./dom.js";
import { installDrawers } from "./drawers.js";
import { controlOf } from "./inspector/control.js";
import { Faults } from "./inspector/faults.js";
import { installInspector } from "./inspector/inspector.js";
import { Workspace } from "./workspace.js";

const { api, embedded, scriptable, mode } = await (await fetch("/config.json")).json();
const slackApiUrl = new URL(api, location.origin).href;

/** The embedded workspace takes any token. One of Slack's stays here: no URL and no storage ever has it. */
let token = embedded ? "xoxb-demo" : "";

/** So that a visitor who breaks the connection sees sooner what the client does: elsewhere the defaults of 6, 4 and 10 s are right. */
const hurry = { clientPingTimeout: 3000, serverPongTimeout: 2000, connectTimeout: 4000 };

/** With ?shared the tabs of the embedded workspace have one session. */
const isShared = embedded && new URLSearchParams(location.search).has("shared");

/** In Socket Mode the page is an app, and the embedded workspace takes any app's token. */
const isApp = mode === "socket";

// The page keeps the messages, with those that are still being sent.
const dataStore = new MemoryDataStore({ historyLimit: 0 });
const rtm = new RTMClient(() => token, {
  slackApiUrl,
  dataStore,
  logger: (level, text) => timeline.log(level, text),
  ...(embedded && hurry),
  ...(isShared && { shared: "demo" }),
  ...(isApp && { socketMode: true, appToken: "xapp-demo" }),
});
const workspace = new Workspace(rtm, dataStore);
const messages = new Messages(rtm);
const outbox = new Outbox(rtm, messages, workspace);
const sidebar = new Sidebar(rtm, workspace);
const composer = new Composer(rtm, outbox, messages, workspace);
const stream = new Stream(messages, {
  workspace,
  find: (channel, ts) => messages.find(channel, ts),
  retry: (m) => outbox.retry(m),
  rewrite: (m) => composer.rewrite(m),
  react: (m, name, isOn) => attempt(() => outbox.react(m, name, isOn)),
  reply: (m) => composer.reply(m),
  edit: (m) => composer.edit(m),
  remove: (m) => attempt(() => outbox.delete(m)),
});
const typing = new Typing(rtm, workspace);
const timeline = installInspector(rtm, outbox, workspace, { connect, token: () => token, isShared });
if (scriptable) new Faults(rtm, controlOf(slackApiUrl), (name) => timeline.note("off", name, "by you"), isApp);
installOutage(rtm);
installDrawers();
composer.onfailure = complain;

async function connect() {
  complain();
  try {
    await rtm.start({ batch_presence_aware: true });
    show("chat");
  } catch (error) {
    fail(error);
  }
}

// While it is tried again, whoever has given a token should know why.
rtm.on("unable_to_rtm_start", ({ message }) => ($("signin-error").textContent = message));

// A session may also end for good later: its token was revoked, say.
rtm.on("disconnected", (error) => error && fail(error));

// Until the client is ready events may have been missed, so that everything is
// read then: the first time as after each loss of the connection.
rtm.on("ready", () => attempt(async () => {
  if (!workspace.loaded) await workspace.load();
  const others = workspace.people.map(({ id }) => id).filter((id) => id !== workspace.self.id);
  if (!isApp) await rtm.subscribePresence(others.slice(0, 500));
  openChosen();
  if (open) await stream.load();
  else $("empty").textContent = "You are in no conversation of this workspace.";
}));

addEventListener("hashchange", () => workspace.loaded && attempt(async () => {
  openChosen();
  await stream.load();
}));

// Slack says so after a change to many messages at once.
rtm.on("channel_history_changed", ({ channel }) => channel === open && attempt(() => stream.renew()));

// Otherwise the link would change the address, which names the conversation.
$("skip").addEventListener("click", (/** @type {Event} */ event) => {
  event.preventDefault();
  $("text").focus();
});

/** Does something, and lets it be tried again if it fails; without a connection, the next one brings it. @param {() => Promise<unknown>} work */
async function attempt(work) {
  complain();
  try {
    await work();
  } catch (error) {
    if (rtm.connected) complain(error, () => attempt(work));
  }
}

workspace.onchange = () => {
  sidebar.draw();
  stream.rename();
};

let open = "";

/**
 * Opens the conversation that the address names; the general one if it names none,
 * or one that is not there. So Back and Forward go where one was.
 */
function openChosen() {
  const { conversations } = workspace;
  const all = [...conversations.values()];
  const id = location.hash.slice(1);
  const chosen = conversations.get(id) ?? all.find((c) => c.isGeneral) ?? all[0];
  if (!chosen) return;
  if (id && chosen.id !== id) complain({ message: `There is no conversation "${id}" here, or you are not in it. This is ${titled(chosen)}.` });
  if (chosen.id === open) return;
  open = chosen.id;
  stream.open(open);
  sidebar.open(open);
  typing.open(open);
  composer.open(open, titled(chosen));
}

/** @param {import("./workspace.js").Conversation} conversation */
const titled = ({ isDM, title }) => (isDM ? title : `#${title}`);

/** Tells what went wrong, and offers to try again; without an error, takes it back. @param {any} [error] @param {() => void} [retry] */
function complain(error, retry) {
  $("notice").hidden = !error;
  $("notice-text").textContent = error?.message ?? "";
  $("notice-retry").hidden = !retry;
  $("notice-retry").onclick = retry;
}

/** A start that failed for good. @param {any} error */
function fail(error) {
  $("empty").textContent = "Not connected.";
  if (embedded) return complain(error, connect);
  show("signin");
  $("signin-error").textContent = error.message;
  $("token").focus();
}

/** @param {"chat" | "signin"} view */
function show(view) {
  document.body.dataset.view = view;
  $("signin").hidden = view !== "signin";
  $("talk").hidden = view !== "chat";
}

$("signin").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  token = $("token").value.trim();
  $("token").value = "";
  $("signin-error").textContent = "";
  connect();
});

if (embedded) {
  connect();
} else {
  $("api-host").textContent = new URL(slackApiUrl).host;
  show("signin");
  $("token").focus();
}
