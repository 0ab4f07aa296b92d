// The client of this repository, as ./build.sh makes it.

import { RTMClient } from "/rtm.js";
import { channel, token } from "./workspace.js";
import { present } from "./page.js";

async function connect(slackApiUrl) {
  // Slack takes a message a second; the fake workspace takes all.
  const rtm = new RTMClient(token, { slackApiUrl, rateLimit: false });
  const ready = new Promise((resolve) => rtm.once("ready", resolve));
  await rtm.start();
  await ready;
  return {
    on: (type, listener) => rtm.on(type, listener),
    off: (type, listener) => rtm.off(type, listener),
    send: (text) => rtm.sendMessage(text, channel),
    wasmMemory: () => rtm.stats().wasmMemory,
  };
}

present(connect);
