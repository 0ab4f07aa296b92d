// Answers the questions that Go asks (see wasm/webapi.go): they need the
// page's network, or the user's own functions.

import { isText } from "./checks.js";
import { fromGo } from "./errors.js";
import { stringify } from "./json.js";
import { callWithFetch, WebClientCalls } from "./webapi.js";

/**
 * What answers a client's questions.
 * @param {any} token the constructor's
 * @param {any} options the constructor's
 * @returns {import("../engine/engine.js").Client["answer"]}
 */
export function answers(token, options) {
  const webClient = options.webClient && new WebClientCalls(options.webClient);
  return (...question) => answer(token, options, webClient, ...question);
}

/**
 * @param {any} token
 * @param {any} options
 * @param {WebClientCalls | undefined} webClient
 * @param {string} name
 * @param {any[]} args
 * @param {AbortSignal} signal
 * @param {(thrown: unknown) => object} faultOf
 */
async function answer(token, options, webClient, name, args, signal, faultOf) {
  switch (name) {
    case "token": {
      const fresh = await token();
      if (!isText(fresh)) throw new TypeError("The token function must return a string that is not empty, or a promise of one");
      return fresh;
    }
    case "connection":
      return stringify({ ok: true, ...(await options.getConnection({ signal })) });
    case "backfill": {
      const [from, to, cause] = args;
      const events = await options.backfill({ from: from || undefined, to, cause: cause ? fromGo(cause) : undefined }, { signal });
      if (!Array.isArray(events)) throw new TypeError("backfill must return an array of events, or a promise of one");
      return events.map((event) => stringify(event));
    }
    case "call": {
      const [url, form] = args;
      return webClient ? webClient.call(url, form, signal, faultOf) : callWithFetch(url, form, signal);
    }
  }
}
