import { initialize, RTM_EVENTS, RTMClient, type SlackMessageEvent } from "rtmwasm";
import * as engine from "rtmwasm/rtm.engine.js";
import "rtmwasm/rtm.iife.js";

const rtm = new RTMClient("xoxb-1");
rtm.on("reaction_added", (event) => event.reaction.toUpperCase());
rtm.on(RTM_EVENTS.MESSAGE, (event: SlackMessageEvent) => event.ts);
// @ts-expect-error: no such field
rtm.on("reaction_added", (event) => event.emoji);

// What a service worker does.
initialize({ engine });

// What a script tag leaves.
const same: RTMClient = new rtmwasm.RTMClient("xoxb-1");
same.on("ready", () => {});
