// Makes the calls to Slack's Web API that Go asks for.

import { bare } from "./bare.js";
import { causesOf } from "./errors.js";
import { stringify } from "./json.js";
import { socketHosts, watchPolicy } from "./policy.js";

/** Stands for the token that a webClient has itself. */
export const tokenOfWebClient = "of webClient";

/**
 * How many bytes are read of an answer (characters of one that is a text already), as
 * in rtm/core/answer.go: a larger one stays out of wasm, whose memory never shrinks.
 */
const maxAnswer = 32 * 1024 * 1024;

/**
 * An answer, with what a webClient threw where it told it in that way.
 * @typedef {{status: number, retryAfter?: string, body: string, isTooLarge?: boolean, cause?: object}} Answer
 */

/**
 * Calls with the page's fetch. It is a simple request, the only kind that
 * Slack's CORS answer allows: a form, without headers of our own. A redirect is an
 * error: the token, which is in the form, would reach another address.
 * @param {string} url
 * @param {Record<string, string>} form
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function callWithFetch(url, form, signal) {
  // Of what is missing, the browser reads what a page has given Object.prototype.
  const request = bare(/** @type {RequestInit} */ ({
    method: "POST",
    body: new URLSearchParams(form),
    redirect: "error",
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal,
  }));
  const policy = watchPolicy(url);
  const response = await fetch(url, request).catch(async (error) => {
    const why = (await policy.forbids())
      ? `the Content-Security-Policy forbids it: its connect-src needs ${new URL(url).origin}, and for the socket ${socketHosts(url)}`
      // The browser does not say which of these it was.
      : "the network failed, or the page may not read what is at this address, or it answered with a redirect, which is not followed: the token is for one address";
    throw new Error(`${error} (${why})`, { cause: error });
  }).finally(policy.end);
  return answer(response.status, await textOf(response), response.headers.get("Retry-After") ?? undefined);
}

/**
 * @param {number} status
 * @param {string | undefined} text undefined if it is too large
 * @param {string} [retryAfter]
 * @returns {Answer}
 */
export function answer(status, text, retryAfter) {
  const isTooLarge = text === undefined || text.length > maxAnswer;
  return bare({ status, retryAfter, body: isTooLarge ? "" : text, isTooLarge });
}

/**
 * The text of an answer; undefined if it is too large, of which no more is read then.
 * @param {Response} response
 */
async function textOf(response) {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > maxAnswer) {
      reader.cancel().catch(() => {}); // what becomes of the rest is of no interest
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Calls with the user's webClient, as @slack/rtm-api 6.2 does. It has a token
 * of its own, unless the caller gave one for a call.
 */
export class WebClientCalls {
  #webClient;
  /** @type {{key: string, answer: Promise<Answer>} | undefined} the call for a session that is under way */
  #connecting;

  /** @param {{apiCall(method: string, args: object): Promise<object>}} webClient */
  constructor(webClient) {
    this.#webClient = webClient;
  }

  /**
   * A call for a session may wait out a rate limit, longer than whoever wants the
   * session. It is not made again beside itself: its answer goes to the next who
   * wants the same, and who wants another waits for its end.
   * @param {string} url
   * @param {Record<string, string>} form
   * @param {AbortSignal} signal
   * @param {(thrown: unknown) => object} faultOf makes what Go gets of what the webClient throws
   * @returns {Promise<Answer>}
   */
  async call(url, { token, ...form }, signal, faultOf) {
    const method = url.slice(url.lastIndexOf("/") + 1);
    const args = token === tokenOfWebClient ? form : { ...form, token };
    if (!/^rtm\.(connect|start)$/.test(method)) return this.#call(method, args, faultOf);
    const key = JSON.stringify([method, ...Object.entries(args).sort()]);
    while (this.#connecting && this.#connecting.key !== key) await this.#connecting.answer.catch(() => {});
    signal.throwIfAborted();
    this.#connecting ??= { key, answer: this.#call(method, args, faultOf).finally(() => (this.#connecting = undefined)) };
    return this.#connecting.answer;
  }

  /**
   * @param {string} method
   * @param {object} args
   * @param {(thrown: unknown) => object} faultOf
   * @returns {Promise<Answer>}
   */
  async #call(method, args, faultOf) {
    try {
      return answer(200, stringify(await this.#webClient.apiCall(method, args)));
    } catch (error) {
      const answered = answerIn(error);
      if (!answered) throw error;
      return bare({ ...answered, cause: faultOf(error) });
    }
  }
}

/**
 * Slack's answer in what a WebClient of @slack/web-api or @slack/client throws
 * (errors.js there), or in a cause of it; nothing if there was no answer.
 * @param {any} error
 * @returns {Answer | undefined}
 */
function answerIn(error) {
  for (const { code, data, statusCode, retryAfter, headers } of causesOf(error)) {
    if (data?.ok === false || /_platform_error$/.test(code)) return answer(200, stringify({ ...data, ok: false }));
    if (typeof retryAfter === "number" || /_rate_limited_error$/.test(code)) return { status: 429, retryAfter: String(retryAfter ?? ""), body: "" };
    if (Number.isInteger(statusCode) && statusCode !== 200) return { status: statusCode, retryAfter: String(headers?.["retry-after"] ?? ""), body: "" };
  }
}
