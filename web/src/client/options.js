// Checks what the constructor is given, and puts it into the terms of Go.

import { bare } from "./bare.js";
import { apiURL } from "./address.js";
import { hasMethods, isNumber, isObject, isText, kind as common, needOptions } from "./checks.js";
import { ErrorCode, failure, invalid } from "./errors.js";
import { loggerKind, logLevelKind } from "./logger.js";
import { tokenOfWebClient } from "./webapi.js";

/** @param {any} value */
const isBoolean = (value) => typeof value === "boolean";
const isAnything = () => true;

/**
 * What node-retry knows. The last two do nothing here.
 * @type {Record<string, (value: any) => boolean>}
 */
const retryMembers = Object.assign(Object.create(null), {
  retries: isNumber, minTimeout: isNumber, maxTimeout: isNumber, factor: isNumber,
  randomize: isBoolean, forever: isBoolean,
  unref: isAnything, maxRetryTime: isAnything,
});

/** @type {Record<string, import("./checks.js").Kind>} */
const kind = {
  ...common,
  boolean: [isBoolean, "a boolean"],
  positive: [(v) => isNumber(v) && v >= 0.001 && v <= 1e12, "a number of milliseconds, from 0.001 to 1e12"],
  url: [(v) => apiURL(v) !== undefined, "an https: URL (http: only for a loopback address), without a user, a query or a fragment"],
  webClient: [(v) => hasMethods(v, "apiCall"), "an object with the method apiCall(method, args)"],
  retryConfig: [isRetryConfig, "an object with retries, minTimeout, maxTimeout, factor (numbers), randomize and forever (booleans)", Object.keys(retryMembers)],
  rateLimit: [(v) => v === false || (isObject(v) && isNumber(v.perSecond) && v.perSecond > 0 && Number.isInteger(v.burst) && v.burst > 0), "false, or {perSecond, burst}, numbers greater than 0, burst a whole one", ["perSecond", "burst"]],
  dataStore: [(v) => !v || hasMethods(v, "cacheRtmStart", "handleRtmMessage"), "false, or an object with the methods cacheRtmStart and handleRtmMessage"],
  appToken: [(v) => isText(v) && v.startsWith("xapp-"), "an app-level token, which begins with xapp-"],
  shared: [(v) => typeof v === "boolean" || isText(v), "a boolean, or a name that is not empty"],
  any: [isAnything, "anything"],
};

/** Every option, and what it must be. */
const options = {
  // of v4
  slackApiUrl: kind.url,
  logger: loggerKind,
  logLevel: logLevelKind,
  retryConfig: kind.retryConfig,
  autoReconnect: kind.boolean,
  useRtmConnect: kind.boolean,
  clientPingTimeout: kind.positive,
  serverPongTimeout: kind.positive,
  replyAckOnReconnectTimeout: kind.milliseconds,
  webClient: kind.webClient,
  agent: kind.any,
  tls: kind.any,
  // of v4's WebClient: one object of options served both
  pageSize: kind.any,
  rejectRateLimitedCalls: kind.any,
  clientId: kind.any,
  clientSecret: kind.any,
  refreshToken: kind.any,
  headers: kind.any,
  // of v1 to v3
  socketFn: kind.function,
  dataStore: kind.dataStore,
  slackAPIUrl: kind.url,
  wsPingInterval: kind.positive,
  maxPongInterval: kind.positive,
  maxReconnectionAttempts: kind.count,
  reconnectionBackoff: kind.milliseconds,
  autoMark: kind.any,
  transport: kind.any,
  maxRequestConcurrency: kind.any,
  // ours
  socketMode: kind.boolean,
  appToken: kind.appToken,
  getConnection: kind.function,
  backfill: kind.function,
  connectTimeout: kind.milliseconds,
  helloTimeout: kind.milliseconds,
  ackTimeout: kind.milliseconds,
  sendQueueLimit: kind.count,
  rateLimit: kind.rateLimit,
  shared: kind.shared,
};

/** v3's names of some of v4's options. */
const sameAs = { slackAPIUrl: "slackApiUrl", wsPingInterval: "clientPingTimeout", maxPongInterval: "serverPongTimeout" };

const ofNode = "belongs to Node and does nothing in a page";
const ofWebClient = "is WebClient's and does nothing here";
const old = "is deprecated: use retryConfig";

/** What is said of options that are accepted with a warning. */
const remarks = {
  agent: ofNode, tls: ofNode, transport: ofNode, maxRequestConcurrency: ofNode, "retryConfig.unref": ofNode,
  pageSize: ofWebClient, rejectRateLimitedCalls: ofWebClient, headers: ofWebClient,
  clientId: ofWebClient, clientSecret: ofWebClient, refreshToken: ofWebClient,
  maxReconnectionAttempts: old, reconnectionBackoff: old,
  autoMark: "does nothing, since v2: to mark a conversation as read, call conversations.mark",
  "retryConfig.maxRetryTime": "does nothing: bound the attempts by retries, or a start by its signal",
};

/**
 * What is to be said of options that were checked.
 * @param {any} given
 */
export function warnings(given) {
  return Object.entries(remarks)
    .filter(([name]) => name.split(".").reduce((value, key) => value?.[key], given) !== undefined)
    .map(([name, remark]) => `The option "${name}" ${remark}`);
}

/**
 * The options. Throws a TypeError if the token or an option is not what it should be.
 * @param {unknown} token
 * @param {any} all
 */
export function check(token, all) {
  const given = needOptions(all, options);
  for (const [name, other] of Object.entries(sameAs)) {
    if (given[name] !== undefined && given[other] !== undefined) throw invalid(`The options "${name}" and "${other}" are one: give either`);
  }
  const hasToken = typeof token === "function" || isText(token);
  const needsNone = given.getConnection !== undefined || given.webClient !== undefined;
  if (given.socketMode && given.appToken === undefined && given.getConnection === undefined) {
    throw invalid("With the option socketMode, give getConnection, which asks your server for a socket, or appToken");
  }
  if (given.appToken !== undefined && !given.socketMode) throw invalid('The option "appToken" is for Socket Mode: give the option socketMode, too');
  if (!hasToken && !((token === undefined || token === null) && (needsNone || given.appToken !== undefined))) {
    throw invalid("The token must be a string that is not empty, or a function that returns one; without it, give the option getConnection or webClient");
  }
  if (given.shared) {
    if (given.shared === true && (needsNone || typeof token === "function")) throw invalid('The option "shared" must be a name, unless there is a token that is a string');
    if (given.socketFn) throw invalid('The option "socketFn" cannot be used with "shared", since the sockets are in a worker: leave out one of the two');
  }
  const { clientPingTimeout = PING_INTERVAL, serverPongTimeout = PONG_TIMEOUT } = given;
  if (serverPongTimeout >= clientPingTimeout && !(given.wsPingInterval ?? given.maxPongInterval)) {
    throw failure(ErrorCode.KeepAliveConfigError, `serverPongTimeout (${serverPongTimeout}) must be less than clientPingTimeout (${clientPingTimeout}): lower it, or raise the other`);
  }
  return given;
}

/**
 * What wasm/options.go reads, beside the options themselves.
 * @param {unknown} token
 * @param {any} given
 */
export function forGo(token, given) {
  const asksToken = typeof token === "function" && !given.webClient;
  // What does nothing here, such as clientSecret, goes no further.
  const used = Object.fromEntries(Object.entries(given).filter(([name]) => options[/** @type {keyof typeof options} */ (name)] !== kind.any));
  return bare({
    ...used,
    slackApiUrl: apiURL(given.slackApiUrl ?? given.slackAPIUrl ?? "https://slack.com/api/"),
    slackAPIUrl: undefined,
    method: given.useRtmConnect === false ? "rtm.start" : "rtm.connect",
    useRtmConnect: undefined,
    asksToken,
    token: given.webClient ? tokenOfWebClient : token,
  });
}

/** @param {any} value */
function isRetryConfig(value) {
  return isObject(value) && Object.entries(value).every(([name, member]) => member === undefined || Boolean(retryMembers[name]?.(member)));
}
