// Makes the calls to Slack's Web API that Go asks for.

/** Stands for the token that a webClient has itself. */
export const tokenOfWebClient = "of webClient";

/** @typedef {{status: number, retryAfter?: string, body: string}} Answer */

/**
 * Calls with the page's fetch. It is a simple request, the only kind that
 * Slack's CORS answer allows: a form, without headers of our own.
 * @param {string} url
 * @param {Record<string, string>} form
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function callWithFetch(url, form, signal) {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal,
  });
  return {
    status: response.status,
    retryAfter: response.headers.get("Retry-After") ?? undefined,
    body: await response.text(),
  };
}

/**
 * Calls with the user's webClient, as @slack/rtm-api 6.2 does. It has a token
 * of its own, unless the caller gave one for this call. What it throws is
 * turned back into Slack's answer, where it is one.
 * @param {{apiCall(method: string, args: object): Promise<object>}} webClient
 * @param {string} url
 * @param {Record<string, string>} form
 * @returns {Promise<Answer>}
 */
export async function callWithWebClient(webClient, url, { token, ...form }) {
  const method = url.slice(url.lastIndexOf("/") + 1);
  try {
    return { status: 200, body: JSON.stringify(await webClient.apiCall(method, token === tokenOfWebClient ? form : { ...form, token })) };
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (error?.data?.ok === false) return { status: 200, body: JSON.stringify(error.data) };
    if (error?.retryAfter > 0) return { status: 429, retryAfter: String(error.retryAfter), body: "" };
    throw error;
  }
}
