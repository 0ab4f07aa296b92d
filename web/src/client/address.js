// Addresses: which of Slack's Web API the token may go to, and how none of a socket
// gets into an error.

import { wordsOf } from "./errors.js";
import { tagOf } from "../engine/tag.js";

/**
 * The address of the Web API as a browser understands it, with a slash at its end;
 * undefined if the token must not go there. Go takes every address that this gives
 * (rtm/core/secure.go): rtm/core/testdata/addresses.json holds both to that.
 * @param {unknown} given
 */
export function apiURL(given) {
  if (typeof given !== "string" || !URL.canParse(given)) return;
  const { protocol, hostname, username, password, href } = new URL(given);
  if (username || password || /[?#]/.test(href)) return;
  if (protocol !== "https:" && (protocol !== "http:" || !isLoopback(hostname))) return;
  return href.replace(/\/?$/, "/");
}

/**
 * Whether a socket may be opened at an address before Go says so. Go takes every address of
 * which this says so (rtm/core/secure.go), and some that a browser understands otherwise
 * than they are written: rtm/core/testdata/sockets.json holds both to that.
 * @param {unknown} given
 */
export function isSocketURL(given) {
  if (typeof given !== "string" || !URL.canParse(given)) return false;
  const { protocol, hostname, username, password, href } = new URL(given);
  return href === given && !username && !password && (protocol === "wss:" || (protocol === "ws:" && isLoopback(hostname)));
}

/** @param {string} hostname */
function isLoopback(hostname) {
  return /^(localhost|[a-z0-9.-]+\.localhost|\[::1\]|127(\.\d+){3})$/.test(hostname);
}

/** The least length of a part of an address that may be its secret. */
const shortTicket = 16;

/**
 * What an exception of the opening of a socket says, without the address or a part of
 * it: that is a secret until it has served. A browser's own exceptions quote it.
 * @param {any} error
 * @param {string} url
 */
export function withoutAddress(error, url) {
  if (tagOf(error) === "DOMException") return `${error.name}: the browser does not take the address of the socket, or the page's policy forbids it`;
  const path = url.replace(/^\w+:\/\/[^/?#]*/, "");
  const secrets = [path, ...path.split(/[/?#&=]/).filter((part) => part.length >= shortTicket)];
  const text = wordsOf(error).replace(/\bwss?:\/\/[^\s'"]*/gi, "its address");
  return secrets.reduce((rest, secret) => (secret.length > 1 ? rest.replaceAll(secret, "...") : rest), text);
}
