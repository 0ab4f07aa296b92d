import { RTMClient, type SlackMessageEvent } from "rtmwasm";
import { RTM_EVENTS } from "rtmwasm/v3";

const rtm = new RTMClient("xoxb-1");
rtm.on("reaction_added", (event) => event.reaction.toUpperCase());
rtm.on(RTM_EVENTS.MESSAGE, (event: SlackMessageEvent) => event.ts);
// @ts-expect-error: no such field
rtm.on("reaction_added", (event) => event.emoji);
