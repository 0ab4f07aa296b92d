// Text as Slack's markup has it (docs.slack.dev, formatting message text, escaping).

import { invalid } from "./errors.js";

/** @type {Record<string, string>} */
const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** @param {string} text */
export function escapeText(text) {
  if (typeof text !== "string") throw invalid("escapeText() takes a string");
  return text.replace(/[&<>]/g, (character) => entities[character]);
}
