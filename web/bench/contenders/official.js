// Slack's own client for Node, bundled for the page; see bundle.js for what
// stands in for Node. The page is of the same origin as the workspace, so that
// its Authorization header causes no preflight, which Slack would refuse.

import { RTMClient } from "@slack/rtm-api";
import { channel, token } from "./workspace.js";
import { present } from "./page.js";

async function connect(slackApiUrl) {
  const rtm = new RTMClient(token, {
    slackApiUrl,
    // In a flood the answer to a ping comes late, and it would reconnect.
    clientPingTimeout: 120_000,
    serverPongTimeout: 60_000,
  });
  const ready = new Promise((resolve) => rtm.once("ready", resolve));
  await rtm.start();
  await ready;
  return {
    on: (type, listener) => rtm.on(type, listener),
    off: (type, listener) => rtm.off(type, listener),
    send: (text) => rtm.sendMessage(text, channel),
  };
}

present(connect);
