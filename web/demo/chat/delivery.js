// What becomes of a message from this page, in words.

import { ErrorCode } from "/rtm.js";
import { make } from "../dom.js";

/** What is wrong with the message itself: the same again would end the same way. @type {Set<string | undefined>} */
const forGood = new Set([ErrorCode.RTMFrameTooLargeError, ErrorCode.InvalidArgumentError, ErrorCode.RTMSendMessagePlatformError]);

/**
 * @param {import("./message.js").Message} m
 * @param {import("./message-view.js").Context} context
 */
export function delivery(m, { retry, rewrite }) {
  switch (m.status) {
    case "queued":
      return ["Queued"];
    case "sent":
      return ["Sent, no reply yet"];
    case "acknowledged":
      return [make("span", { ariaHidden: "true" }, "✓ "), make("span", { className: "word" }, "Acknowledged")];
  }
  const [name, act] = forGood.has(m.error?.code) ? ["Write it anew", rewrite] : ["Send again", retry];
  return [`${m.status === "failed" ? "Not sent" : "Uncertain"}: ${m.error?.message}. `.replace("..", "."),
    make("button", { type: "button", className: "link", onclick: () => act(m) }, name)];
}
