// What test scripts use inside a page. Everything is on `window`, since the
// scripts are functions that the browser is handed.

import * as rtmwasm from "/rtm.js";

Object.assign(window, rtmwasm);

/** The errors that listeners threw. */
window.reported = [];
window.addEventListener("error", (event) => {
  window.reported.push(event.error?.message ?? event.message);
  event.preventDefault();
});

/** What clients logged, as [level, text]. */
window.logged = [];

/** A client of the workspace that the page's address names. */
window.client = (options = {}, token = "xoxb-secret") => {
  const workspace = new URLSearchParams(location.search).get("workspace");
  return new RTMClient(token, {
    slackApiUrl: `${location.origin}/workspaces/${workspace}/api/`,
    logger: (level, text) => logged.push([level, text]),
    ...options,
  });
};

/** A client that is ready. */
window.readyClient = async (options) => {
  const rtm = client(options);
  const ready = once(rtm, "ready");
  await rtm.start();
  await ready;
  return rtm;
};

/** The arguments of the next event. */
window.once = (rtm, event) => new Promise((resolve) => rtm.once(event, (...args) => resolve(args)));

/** Collects the names of these events as they are emitted. */
window.record = (rtm, ...events) => {
  const seen = [];
  for (const event of events) rtm.on(event, () => seen.push(event));
  return seen;
};

/** An error as plain data, or "fulfilled". */
window.outcome = async (promise) => {
  try {
    return { value: await promise };
  } catch (error) {
    return plain(error);
  }
};

window.plain = (error) => error && {
  isError: error instanceof Error,
  isTypeError: error instanceof TypeError,
  name: error.name,
  message: error.message,
  code: error.code,
  delivered: error.delivered,
  messageId: error.messageId,
  text: error.text,
  data: error.data,
  retryAfter: error.retryAfter,
  cause: plain(error.cause instanceof Error ? error.cause : undefined),
};

/** Scripts the workspace: POST /control/{verb}. */
window.slack = async (verb, fields = {}) => {
  const workspace = new URLSearchParams(location.search).get("workspace");
  const response = await fetch(`/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  if (!response.ok) throw new Error(`${verb}: ${await response.text()}`);
  return (await response.json()).result;
};

window.slackLog = async () => {
  const workspace = new URLSearchParams(location.search).get("workspace");
  return (await fetch(`/workspaces/${workspace}/control/log`)).json();
};

window.loaded = true;
