// Checks what the constructor is given, and puts it into the terms of Go.

import { ErrorCode, failure, invalid } from "./errors.js";
import { isLogLevel } from "./logger.js";
import { tokenOfWebClient } from "./webapi.js";

/** @typedef {{is: (value: any) => boolean, should: string}} Kind */

/** @type {Record<string, Kind>} */
const kind = {
  boolean: { is: (v) => typeof v === "boolean", should: "a boolean" },
  milliseconds: { is: isNumber, should: "a number of milliseconds, 0 or more" },
  positive: { is: (v) => isNumber(v) && v >= 0.001 && v <= 1e12, should: "a number of milliseconds, from 0.001 to 1e12" },
  count: { is: (v) => Number.isInteger(v) && v > 0, should: "a whole number greater than 0" },
  function: { is: (v) => typeof v === "function", should: "a function" },
  url: { is: isSafeURL, should: "an https: URL (http: only for a loopback address)" },
  logger: { is: (v) => typeof v === "function" || ["debug", "info", "warn", "error"].every((name) => typeof v?.[name] === "function"), should: "a function (level, text), or an object with the methods debug, info, warn and error" },
  logLevel: { is: isLogLevel, should: 'one of LogLevel: "debug", "info", "warn" or "error"' },
  webClient: { is: (v) => typeof v?.apiCall === "function", should: "an object with the method apiCall(method, args)" },
  retryConfig: { is: isRetryConfig, should: "an object with retries, minTimeout, maxTimeout, factor (numbers), randomize and forever (booleans), all optional" },
  rateLimit: { is: (v) => v === false || (isNumber(v?.perSecond) && v.perSecond > 0 && Number.isInteger(v.burst) && v.burst > 0), should: "false, or {perSecond, burst}, a number and a whole number, both greater than 0" },
  any: { is: () => true, should: "anything" },
};

/** Every option, and what it must be. */
const options = {
  // of v4
  slackApiUrl: kind.url,
  logger: kind.logger,
  logLevel: kind.logLevel,
  retryConfig: kind.retryConfig,
  autoReconnect: kind.boolean,
  useRtmConnect: kind.boolean,
  clientPingTimeout: kind.positive,
  serverPongTimeout: kind.positive,
  replyAckOnReconnectTimeout: kind.milliseconds,
  webClient: kind.webClient,
  // of Node, where they belong: each is accepted with a warning
  agent: kind.any,
  tls: kind.any,
  // of v3
  socketFn: kind.function,
  // ours
  getConnection: kind.function,
  backfill: kind.function,
  connectTimeout: kind.milliseconds,
  helloTimeout: kind.milliseconds,
  ackTimeout: kind.milliseconds,
  sendQueueLimit: kind.count,
  rateLimit: kind.rateLimit,
};

export const nodeOnly = ["agent", "tls"];

/**
 * Throws a TypeError if the token or an option is not what it should be.
 * @param {unknown} token
 * @param {any} given
 */
export function check(token, given) {
  if (given === null || typeof given !== "object") throw invalid("The options must be an object");
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(options, name)) throw invalid(`There is no option "${name}"`);
    const { is, should } = options[/** @type {keyof typeof options} */ (name)];
    if (value !== undefined && !is(value)) throw invalid(`The option "${name}" must be ${should}`);
  }
  const hasToken = typeof token === "function" || (typeof token === "string" && token !== "");
  const needsNone = given.getConnection !== undefined || given.webClient !== undefined;
  if (!hasToken && !(token === undefined && needsNone)) {
    throw invalid("The token must be a string that is not empty, or a function that returns one or a promise of one; without a token, give the option getConnection or webClient");
  }
  const { clientPingTimeout = 6000, serverPongTimeout = 4000 } = given;
  if (serverPongTimeout >= clientPingTimeout) {
    throw failure(ErrorCode.KeepAliveConfigError, `serverPongTimeout (${serverPongTimeout}) must be less than clientPingTimeout (${clientPingTimeout}): lower it, or raise the other`);
  }
}

/**
 * The options as wasm/options.go reads them. There a missing one means its
 * default and a negative one "none", so 0 becomes -1. Go counts time in
 * nanoseconds, of which it can hold 292 years.
 * @param {unknown} token
 * @param {any} given
 */
export function forGo(token, given) {
  const time = (/** @type {number | undefined} */ ms) => ms && Math.min(Math.max(ms, 0.001), 1e12);
  const bound = (/** @type {number | undefined} */ ms) => (ms === 0 || ms === Infinity ? -1 : time(ms));
  const { retryConfig: retry, rateLimit } = given;
  return {
    token: given.webClient ? tokenOfWebClient : typeof token === "string" ? token : undefined,
    asksToken: typeof token === "function" && !given.webClient,
    asksBackfill: given.backfill !== undefined,
    asksConnection: given.getConnection !== undefined,
    slackApiUrl: given.slackApiUrl,
    method: given.useRtmConnect === false ? "rtm.start" : "rtm.connect",
    noReconnect: given.autoReconnect === false,
    retryConfig: retry && {
      ...retry,
      retries: retry.retries === 0 ? -1 : retry.retries && Math.min(retry.retries, 1e9),
      // node-retry takes a minTimeout of 0 for 1 ms.
      minTimeout: retry.minTimeout === 0 ? 1 : time(retry.minTimeout),
      maxTimeout: retry.maxTimeout === Infinity ? undefined : time(retry.maxTimeout),
    },
    clientPingTimeout: time(given.clientPingTimeout),
    serverPongTimeout: time(given.serverPongTimeout),
    replyAckOnReconnectTimeout: bound(given.replyAckOnReconnectTimeout),
    connectTimeout: bound(given.connectTimeout),
    helloTimeout: bound(given.helloTimeout),
    ackTimeout: bound(given.ackTimeout),
    sendQueueLimit: given.sendQueueLimit,
    perSecond: rateLimit === false ? -1 : rateLimit?.perSecond,
    burst: rateLimit ? rateLimit.burst : undefined,
  };
}

/** @param {unknown} value */
function isNumber(value) {
  return typeof value === "number" && value >= 0;
}

/** @param {any} value */
function isSafeURL(value) {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/** @param {string} hostname */
function isLoopback(hostname) {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** @param {any} value */
function isRetryConfig(value) {
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).every(([name, member]) =>
    member === undefined || (["randomize", "forever"].includes(name) ? typeof member === "boolean" : ["retries", "minTimeout", "maxTimeout", "factor"].includes(name) && isNumber(member)));
}
