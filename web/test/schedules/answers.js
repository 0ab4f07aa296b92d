// Slack's answers to calls, as the ways to make one give them.

export const asAnswer = {
  /** What the package reads of a Response. */
  ofFetch({ status, retryAfter, data, text }) {
    const chunks = [new TextEncoder().encode(text ?? JSON.stringify(data))];
    return {
      status,
      headers: new Headers(retryAfter ? { "Retry-After": retryAfter } : {}),
      body: { getReader: () => ({ read: async () => (chunks.length > 0 ? { done: false, value: chunks.shift() } : { done: true }), cancel: async () => {} }) },
    };
  },

  /** What getConnection gives. */
  ofGetConnection({ status, retryAfter, data, text }) {
    if (retryAfter) throw Object.assign(new Error("Slack asks to wait"), { retryAfter });
    if (status !== 200) throw new Error(`HTTP ${status}`);
    return data ?? text;
  },

  /** What a WebClient does. */
  ofWebClient({ status, retryAfter, data, text }) {
    if (retryAfter) throw Object.assign(new Error("Slack asks to wait"), { code: "slack_webapi_rate_limited_error", retryAfter });
    if (status !== 200) throw Object.assign(new Error(`HTTP ${status}`), { code: "slack_webapi_http_error", statusCode: status });
    if (data?.ok === false) throw Object.assign(new Error(data.error), { code: "slack_webapi_platform_error", data });
    return data ?? text;
  },
};

/** Slack's answer to a call with a page's fetch, in a workspace. */
export async function answerTo(url, { body, signal }, slack, workspace) {
  const answer = slack.answer(workspace, url.slice(url.lastIndexOf("/") + 1), body.get("token"), signal);
  answer.catch(() => {}); // it may come too late
  return asAnswer.ofFetch(await Promise.race([answer, aborted(signal)]));
}

const aborted = (signal) => new Promise((_, reject) => {
  const fail = () => reject(signal.reason);
  if (signal.aborted) fail();
  else signal.addEventListener("abort", fail);
});
