// The demo: a chat on one RTMClient. Each part of the page has a module; this
// one makes them and decides what is open.

import { RTMClient } from "/rtm.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Directory } from "./directory.js";
import { $ } from "./dom.js";
import { installDrawers } from "./drawers.js";
import { Messages } from "./messages.js";
import { Sidebar } from "./sidebar.js";
import { Stream } from "./stream.js";
import { Typing } from "./typing.js";

const { api, embedded } = await (await fetch("/config.json")).json();
const slackApiUrl = new URL(api, location.origin).href;

/** The embedded workspace takes any token. One of Slack's stays here: no URL and no storage ever has it. */
let token = embedded ? "xoxb-demo" : "";

const rtm = new RTMClient(() => token, { slackApiUrl });
const directory = new Directory(rtm);
const messages = new Messages(rtm);
const sidebar = new Sidebar(rtm, directory);
const stream = new Stream(messages, directory);
const typing = new Typing(rtm, directory);
const composer = new Composer(rtm, messages);
new Connection(rtm, connect);
installDrawers();

async function connect() {
  complain();
  try {
    await rtm.start({ batch_presence_aware: true });
    show("chat");
  } catch (error) {
    fail(error);
  }
}

// A session may also end for good later: its token was revoked, say.
rtm.on("disconnected", (error) => error && fail(error));

// Until the client is ready events may have been missed, so that everything is
// read then: the first time as after each loss of the connection.
rtm.on("ready", () => attempt(async () => {
  if (!directory.loaded) await directory.load();
  const others = [...directory.people.keys()].filter((id) => id !== directory.self.id);
  await rtm.subscribePresence(others.slice(0, 500));
  openChosen();
  if (open) await stream.load();
  else $("empty").textContent = "You are in no conversation of this workspace.";
}));

addEventListener("hashchange", () => {
  openChosen();
  attempt(() => stream.load());
});

/** Does something, and lets it be tried again if it fails; without a connection, the next one brings it. @param {() => Promise<void>} work */
async function attempt(work) {
  complain();
  try {
    await work();
  } catch (error) {
    if (rtm.connected) complain(error, () => attempt(work));
  }
}

directory.onchange = () => {
  sidebar.draw();
  stream.rename();
};

let open = "";

/** Opens the conversation that the address names, or else the general one. */
function openChosen() {
  const all = [...directory.conversations.values()];
  const named = directory.conversations.get(location.hash.slice(1));
  const chosen = named ?? directory.conversations.get(open) ?? all.find((c) => c.isGeneral) ?? all[0];
  if (!chosen || chosen.id === open) return;
  open = chosen.id;
  stream.open(open);
  sidebar.open(open);
  typing.open(open);
  composer.open(open, `${chosen.isDM ? "" : "#"}${directory.titleOf(open)}`);
}

/** Tells what went wrong, and offers to try again; without an error, takes it back. @param {any} [error] @param {() => void} [retry] */
function complain(error, retry) {
  $("notice").hidden = !error;
  $("notice-text").textContent = error?.message ?? "";
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
