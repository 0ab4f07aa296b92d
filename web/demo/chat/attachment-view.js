// A file or another attachment under a message: its name and what it is. It is
// not fetched, since that takes a token.

import { make } from "../dom.js";

/** @param {import("./message.js").Attachment} given */
export function attachmentView({ title, note, href }) {
  const name = href && /^https?:\/\//i.test(href)
    ? make("a", { href, target: "_blank", rel: "noreferrer noopener" }, title)
    : make("span", { className: "title" }, title);
  return make("li", {}, name, ...(note ? [make("span", { className: "note" }, note)] : []));
}
