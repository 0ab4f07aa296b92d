// Slack's text format: what is typed must be escaped, and what comes has links,
// mentions and emphasis to be shown.
// https://docs.slack.dev/messaging/formatting-message-text

import { escapeText } from "/rtm.js";
import { make } from "../dom.js";
import { emoji } from "./emoji.js";

/** What escapeText() was given. @param {string} text */
export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** @typedef {Pick<import("../workspace.js").Workspace, "nameOf" | "titleOf" | "userNamed" | "channelNamed">} Names */

/** What is typed, as Slack wants it: @name and #name become mentions where there is such a one. @param {string} typed @param {Names} names */
export const fromTyped = (typed, names) => escapeText(typed).replace(/(?<![\w&])([@#])([\w.-]*\w)/g, (whole, sign, name) => {
  if (sign === "@" && /^(here|channel|everyone)$/.test(name)) return `<!${name}>`;
  const id = sign === "@" ? names.userNamed(name) : names.channelNamed(name);
  return id ? `<${sign}${id}>` : whole;
});

/** The reverse: the text of a message as one would have typed it. @param {string} text @param {Names} names */
export const toTyped = (text, names) => unescape(text.replace(/<([^<>]+)>/g, (_, inner) => {
  const [target, label] = inner.split("|");
  if (target[0] === "@") return `@${names.nameOf(target.slice(1))}`;
  if (target[0] === "#") return `#${names.titleOf(target.slice(1)) ?? label ?? target.slice(1)}`;
  return target[0] === "!" ? `@${target.slice(1)}` : target;
}));

/** A message in one line, without emphasis. @param {string} text @param {Names} names */
export const plainText = (text, names) => show(text, names).map((node) => (typeof node === "string" ? node : node.textContent)).join("");

// Code comes first, since nothing in it has a meaning. Emphasis stands at the
// edges of words, so that snake_case and 2*3*4 stay as they are.
const marks = new RegExp([
  "```(?<block>[^]+?)```",
  "`(?<code>[^`\\n]+)`",
  "<(?<link>[^<>]+)>",
  ":(?<emoji>[a-z0-9_+'-]+):",
  "(?<![\\w*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
  "(?<!\\w)_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?!\\w)",
  "(?<![\\w~])~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
].join("|"), "g");

/** @type {Record<string, (inner: string, names: Names, whole: string) => Node | string>} */
const shows = {
  block: (inner) => make("pre", {}, unescape(plain(inner)).replace(/^\n|\n$/g, "")),
  code: (inner) => make("code", {}, unescape(plain(inner))),
  link: (inner, names) => link(inner, names),
  emoji: (inner, _, whole) => emoji(inner) ?? whole,
  bold: (inner, names) => make("strong", {}, ...show(inner, names)),
  italic: (inner, names) => make("em", {}, ...show(inner, names)),
  strike: (inner, names) => make("s", {}, ...show(inner, names)),
};

/**
 * The text of a message as nodes.
 * @param {string} text
 * @param {Names} names
 * @returns {(Node | string)[]}
 */
export function show(text, names) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(marks)) {
    nodes.push(unescape(text.slice(done, match.index)));
    const [kind, inner] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    nodes.push(shows[/** @type {string} */ (kind)](/** @type {string} */ (inner), names, match[0]));
    done = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(done)));
  return nodes.filter((node) => node !== "");
}

/** Slack marks links within code too; there only their words count. @param {string} text */
const plain = (text) => text.replace(/<(?:[^<>|]*\|)?([^<>]*)>/g, "$1");

/**
 * What stands between < and >.
 * @param {string} inner
 * @param {Names} names
 */
function link(inner, names) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inner.slice(bar + 1));
  const mention = (/** @type {string} */ words) => make("span", { className: "mention" }, words);
  const id = target.slice(1);
  switch (target[0]) {
    case "@":
      return mention(`@${label || names.nameOf(id)}`);
    case "#":
      return names.titleOf(id) === undefined
        ? mention(`#${label || id}`)
        : make("a", { className: "mention", href: `#${id}` }, `#${label || names.titleOf(id)}`);
    case "!":
      return mention(label || `@${id.replace(/^subteam\^/, "")}`);
  }
  const href = unescape(target);
  if (!/^https?:\/\//i.test(href)) return label || href.replace(/^mailto:/, "");
  return make("a", { href, target: "_blank", rel: "noreferrer noopener" }, label || href);
}
