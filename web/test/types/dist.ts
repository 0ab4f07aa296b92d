// The declarations as they are shipped: rtm.d.ts beside rtm.js, with what it
// imports.

import { RTMClient, type SlackEvents } from "../../dist/rtm.js";

const rtm = new RTMClient("xoxb-1");
rtm.on("reaction_added", (event) => {
  const same: SlackEvents["reaction_added"] = event;
  const ts: string = same.item.ts;
  // @ts-expect-error: a string
  const number: number = event.reaction;
  return [ts, number];
});
