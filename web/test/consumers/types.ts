import { RTM_EVENTS, RTMClient, type SlackMessageEvent } from "rtmwasm";

const rtm = new RTMClient("xoxb-1");
rtm.on("reaction_added", (event) => event.reaction.toUpperCase());
rtm.on(RTM_EVENTS.MESSAGE, (event: SlackMessageEvent) => event.ts);
// @ts-expect-error: no such field
rtm.on("reaction_added", (event) => event.emoji);
