// Every error of this package is made here: a real Error with a code, and with
// what the caller needs to act on it.

import { bare } from "./bare.js";
import { tagOf } from "../engine/tag.js";

/**
 * The names of the codes: v4's, and from InvalidArgumentError on ours. Of v4's,
 * TestError and those of IncomingWebhook are left out, since nothing here can
 * raise them.
 */
const names = [
  "RequestError", "ReadError", "HTTPError", "PlatformError", "RateLimitedError", "RefreshFailedError",
  "RTMSendWhileDisconnectedError", "RTMSendWhileNotReadyError", "RTMSendMessagePlatformError",
  "RTMWebsocketError", "RTMNoReplyReceivedError",
  "KeepAliveConfigError", "KeepAliveClientNotConnected", "KeepAliveInconsistentState",
  "InvalidArgumentError", "AbortError", "TimeoutError", "InitializeError", "EngineDiedError",
  "RTMDisconnectedError", "RTMConnectTimeoutError", "RTMAckTimeoutError", "RTMSendQueueFullError", "RTMFrameTooLargeError", "RTMEventOverflowError",
  "RTMNotInSocketModeError",
];

/**
 * v4's words follow from the names: slackclient_rtmclient_no_reply_received_error
 * is RTMNoReplyReceivedError.
 * @type {typeof import("../../rtm.js").ErrorCode}
 */
export const ErrorCode = /** @type {any} */ (Object.freeze(Object.fromEntries(names.map((name) => [
  name,
  `slackclient_${name.replace(/\B[A-Z](?=[a-z])/g, "_$&").toLowerCase().replace("rtm_", "rtmclient_").replace("keep_alive", "keepalive")}`,
]))));

const codes = new Set(Object.values(ErrorCode));

/**
 * Whether a value is an error, of this window or of another, whose Error is not ours.
 * @param {any} value
 */
export function isError(value) {
  try {
    return value instanceof Error || /^(Error|DOMException)$/.test(tagOf(value));
  } catch {
    return false; // a proxy that does not want to say
  }
}

/**
 * An Error with a code. `members` are added to it; a cause is also v4's
 * `original`.
 * @param {string} code
 * @param {string} message
 * @param {Record<string, unknown>} [members]
 * @returns {any}
 */
export function failure(code, message, members = {}) {
  const { cause, ...others } = bare(/** @type {any} */ (members));
  const error = new Error(message, cause === undefined ? undefined : { cause });
  if (isError(cause)) Object.defineProperty(error, "original", bare({ value: cause, configurable: true }));
  return define(error, { code, ...others });
}

/**
 * Gives an error members. They are not assigned: where a page has frozen
 * Error.prototype, that throws for a name.
 * @param {any} error
 * @param {Record<string, unknown>} members
 */
export function define(error, members) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(error, name, bare({ value, writable: true, enumerable: true, configurable: true }));
  }
  return error;
}

/**
 * What was thrown, in words: it may be anything, even what has none.
 * @param {unknown} thrown
 */
export function wordsOf(thrown) {
  try {
    return String(thrown);
  } catch {
    return "something that has no words";
  }
}

/**
 * Whether an error has one of our codes. (The code of a DOMException is a number.)
 * @param {any} error
 */
export function isCoded(error) {
  return codes.has(error?.code);
}

/**
 * Whether something that was thrown is an error of a client's; see rtm.d.ts.
 * @param {unknown} thrown
 * @returns {thrown is import("../../rtm.js").RTMError}
 */
export function isRTMError(thrown) {
  return isError(thrown) && codes.has(/** @type {any} */ (wordOf(thrown, "code")));
}

/**
 * An error, if it has one of our codes; else one that has, with it as its cause.
 * @param {any} error
 * @param {string} code
 * @param {string} message
 */
export function coded(error, code, message) {
  return isCoded(error) ? error : failure(code, `${message}: ${wordOf(error, "message") || wordsOf(error)}`, { cause: error });
}

/**
 * A TypeError about an argument.
 * @param {string} message
 * @param {unknown} [cause]
 */
export function invalid(message, cause) {
  return define(new TypeError(message, cause === undefined ? undefined : { cause }), { code: ErrorCode.InvalidArgumentError });
}

/** How many of the things that users' functions threw are kept for the errors that Go makes of them. */
const maxThrown = 100;

/**
 * By number. Each script that has this module in it, such as rtm.js and
 * rtm.engine.js, has a map of its own: where toGo was called, fromGo finds it.
 * @type {Map<number, unknown>}
 */
const thrown = new Map();
// Tabs that share a session are told of each other's.
let newestThrown = Math.floor(Math.random() * 2 ** 40);

/**
 * What Go gets of something that was thrown. The error that comes of it has the
 * thing itself as its cause.
 * @param {any} thing
 */
export function toGo(thing) {
  for (const one of causesOf(thing)) wordOf(one, "stack"); // until it is read, an engine keeps all that was on the stack
  thrown.set(++newestThrown, thing);
  thrown.delete(newestThrown - maxThrown);
  return { name: wordOf(thing, "name"), message: wordOf(thing, "message") || wordsOf(thing), origin: newestThrown, refusal: said(thing) };
}

/**
 * A member of something that was thrown, as a text. To read it may throw.
 * @param {any} thing
 * @param {string} name
 */
function wordOf(thing, name) {
  try {
    return String(thing?.[name] ?? "");
  } catch {
    return "";
  }
}

/**
 * What Slack has said, if an error or one of its causes has it: JSON, and its Retry-After.
 * @param {any} error
 */
function said(error) {
  try {
    const refusal = refusalIn(error);
    return refusal && { data: JSON.stringify(refusal.data ?? null), retryAfter: String(refusal.retryAfter ?? "") };
  } catch {
    return; // it is no JSON, and so not Slack's
  }
}

/**
 * The Error of an object that Go made (see errors.go of jsbridge).
 * @param {any} object
 * @returns {any}
 */
export function fromGo(object) {
  const { message, name, cause, data, origin, ...members } = bare(object);
  const original = thrown.get(origin);
  if (original && typeof original === "object") return original;
  if (cause) members.cause = fromGo(cause);
  if (data !== undefined) members.data = JSON.parse(data);
  if (name) members.name = name;
  const error = failure(members.code, message, members);
  if (error.code === undefined) delete error.code;
  return error;
}

/** How many errors of a chain of causes are looked at: it may be a circle. */
const maxCauses = 10;

/**
 * An error and its causes.
 * @param {any} error
 */
export function* causesOf(error) {
  for (let i = 0; i < maxCauses && error; i++, error = error.cause) yield error;
}

/**
 * The first of an error and its causes that says what Slack has answered, as those of
 * `call` and of a WebClient do; undefined if none does.
 * @param {any} error
 * @returns {{data?: any, retryAfter?: any} | undefined}
 */
function refusalIn(error) {
  for (const one of causesOf(error)) if (one.data?.ok === false || one.retryAfter > 0) return one;
}

/**
 * The error of a wait that its signal ended. Its name is AbortError, or
 * TimeoutError for AbortSignal.timeout; its cause is the signal's reason.
 * @param {AbortSignal} signal
 * @param {string} message
 * @param {Record<string, unknown>} [members]
 */
export function aborted(signal, message, members) {
  /** @type {any} */
  let reason;
  try {
    ({ reason } = signal);
  } catch {
    // It is a getter's, and says nothing.
  }
  const name = wordOf(reason, "name") === "TimeoutError" ? "TimeoutError" : "AbortError";
  return failure(ErrorCode[name], message, { ...members, name, cause: reason });
}
