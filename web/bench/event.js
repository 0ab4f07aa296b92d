// The message that the workspace floods with: a "message" event of Slack's,
// with all that a person's message carries.

import { randomUUID } from "node:crypto";

const words = "The quick brown fox jumps over the lazy dog & <@U0000ANNA> says \"hello\", ".replaceAll("&", "&amp;");

/**
 * The JSON text of one, of this many bytes; {n} stands for its number. What is
 * too small for blocks is as an app of old sends it.
 */
export function event(bytes) {
  const make = (length) => {
    const text = words.repeat(Math.ceil(length / words.length)).slice(0, length);
    const plain = { type: "message", channel: "C0GENERAL", user: "U0000ANNA", text, ts: "1700000000.{n}", team: "T0000DEMO", event_ts: "1700000000.{n}" };
    const blocks = [{ type: "rich_text", block_id: "x7Qk2", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] }];
    return bytes < 400 ? plain : { client_msg_id: randomUUID(), ...plain, source_team: "T0000DEMO", user_team: "T0000DEMO", blocks };
  };
  const size = (length) => JSON.stringify(make(length)).replaceAll("{n}", "000001").length;
  let length = 0;
  while (size(length + 1) <= bytes) length += Math.max(1, Math.floor((bytes - size(length + 1)) / 4));
  return JSON.stringify(make(length));
}
