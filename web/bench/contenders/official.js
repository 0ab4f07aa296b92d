// Slack's own client for Node, bundled for the page; see bundle.js for what
// stands in for Node. The page is of the same origin as the workspace, so that
// its Authorization header causes no preflight, which Slack would refuse.

import { RTMClient } from "@slack/rtm-api";
import { connectWith } from "./client.js";
import { present } from "./page.js";

present((slackApiUrl) => connectWith(RTMClient, {
  slackApiUrl,
  // In a flood the answer to a ping comes late, and it would reconnect.
  clientPingTimeout: 120_000,
  serverPongTimeout: 60_000,
}));
