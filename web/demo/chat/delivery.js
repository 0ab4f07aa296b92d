// What becomes of a message from this page, in words.

import { make } from "../dom.js";

/**
 * @param {import("./message.js").Message} m
 * @param {(m: import("./message.js").Message) => void} retry
 */
export function delivery(m, retry) {
  switch (m.status) {
    case "queued":
      return ["Queued"];
    case "sent":
      return ["Sent, no reply yet"];
    case "acknowledged":
      return [make("span", { ariaHidden: "true" }, "✓ "), make("span", { className: "word" }, "Acknowledged")];
  }
  return [`${m.status === "failed" ? "Not sent" : "Uncertain"}: ${m.error?.message}. `,
    make("button", { type: "button", className: "link", onclick: () => retry(m) }, "Send again")];
}
