// Answers the questions that Go asks (see wasm/options.go): they need the
// page's network, or the user's own functions.

import { isText } from "./checks.js";
import { fromGo } from "./errors.js";
import { callWithFetch, callWithWebClient } from "./webapi.js";

/**
 * @param {any} token the constructor's
 * @param {any} options the constructor's
 * @param {string} name
 * @param {any[]} args
 * @param {AbortSignal} signal aborts when the answer is no longer wanted
 * @returns {Promise<any>}
 */
export async function answer(token, options, name, args, signal) {
  switch (name) {
    case "token": {
      const fresh = await token();
      if (!isText(fresh)) throw new TypeError("The token function must return a string that is not empty, or a promise of one");
      return fresh;
    }
    case "connection":
      return JSON.stringify({ ok: true, ...(await options.getConnection({ signal })) });
    case "backfill": {
      const [from, to, cause] = args;
      const events = await options.backfill({ from: from || undefined, to, cause: cause ? fromGo(cause) : undefined }, { signal });
      if (!Array.isArray(events)) throw new TypeError("backfill must return an array of events, or a promise of one");
      return events.map((event) => JSON.stringify(event));
    }
    case "call": {
      const [url, form] = args;
      return options.webClient ? callWithWebClient(options.webClient, url, form) : callWithFetch(url, form, signal);
    }
  }
}
