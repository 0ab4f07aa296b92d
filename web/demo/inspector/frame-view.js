// One frame in the list: a line, and below it, once it is opened, all of it.

import { make, time, unseen } from "../dom.js";

/** @param {import("./frames.js").Frame} frame @returns {HTMLElement} */
export function frameView({ at, isIn, text }) {
  const parsed = parse(text);
  const all = make("pre", { tabIndex: 0, ariaLabel: "The frame" });
  const details = make("details", {},
    make("summary", {},
      make("span", { className: isIn ? "way in" : "way out", ariaHidden: "true" }, isIn ? "↓" : "↑"), unseen(isIn ? "in " : "out "),
      make("span", { className: parsed ? "type" : "type broken" }, nameOf(parsed)),
      make("span", { className: "start" }, text.slice(0, 160)),
      time(new Date(at), "millis")),
    all,
    make("button", { type: "button", className: "link", onclick: () => navigator.clipboard.writeText(text) }, "Copy"));
  // Most are never opened.
  details.addEventListener("toggle", () => (all.textContent = parsed ? JSON.stringify(parsed, null, 2) : text), { once: true });
  return make("li", {}, details);
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What kind of frame it is. A reply has no type. @param {any} frame */
function nameOf(frame) {
  if (frame === undefined) return "not JSON";
  const { type, subtype, reply_to } = Object(frame);
  if (typeof type === "string") return typeof subtype === "string" ? `${type}::${subtype}` : type;
  return reply_to === undefined ? "no type" : `reply to ${reply_to}`;
}
