// The client of this repository, as ./build.sh makes it.

import { RTMClient } from "/rtm.js";
import { connectWith } from "./client.js";
import { present } from "./page.js";

// Slack takes a message a second; the fake workspace takes all.
present((slackApiUrl) => connectWith(RTMClient, { slackApiUrl, rateLimit: false }));
