// The client of this repository, in tabs that have one session together.

import { RTMClient } from "/rtm.js";
import { connectWith } from "./client.js";
import { present } from "./page.js";

present((slackApiUrl) => connectWith(RTMClient, { slackApiUrl, rateLimit: false, shared: true }));
