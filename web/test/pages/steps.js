// What test scripts use inside a page. Everything is on `window`, since the
// scripts are functions that the browser is handed.

import * as rtmwasm from "/rtm.js";
import * as sockets from "./sockets.js";

Object.assign(window, rtmwasm, sockets);

/** The name of the test's workspace. */
window.workspace = new URLSearchParams(location.search).get("workspace");
const at = (path) => `/workspaces/${workspace}/${path}`;
window.apiURL = () => location.origin + at("api/");

/** What listeners and callbacks threw. */
window.reported = [];
window.addEventListener("error", (event) => {
  window.reported.push(event.error?.message ?? event.message);
  event.preventDefault();
});

/** Promises that were rejected and that nobody held. */
window.unhandled = [];
window.addEventListener("unhandledrejection", (event) => {
  window.unhandled.push(String(event.reason));
  event.preventDefault();
});

/** What the clients logged, as [level, text]. */
window.logged = [];

const clients = [];

/** A client of the workspace. A token may be given, even undefined. */
window.client = (options = {}, ...token) => {
  const rtm = new RTMClient(token.length > 0 ? token[0] : "xoxb-secret", {
    slackApiUrl: apiURL(),
    logger: (level, text) => logged.push([level, text]),
    ...options,
  });
  clients.push(rtm);
  return rtm;
};

/** A client that is ready. */
window.readyClient = async (...args) => {
  const rtm = client(...args);
  const ready = once(rtm, "ready");
  await rtm.start();
  await ready;
  return rtm;
};

/** A client of an app in Socket Mode that is ready. */
window.appClient = (options = {}, ...token) => readyClient({ socketMode: true, appToken: "xapp-secret", ...options }, ...token);

/** Which envelopes were acknowledged, once they are as they should be. */
window.acksWhen = async (chosen) => {
  for (;;) {
    const { acks } = await slack("acks");
    if (chosen(acks)) return acks;
  }
};

/** Ends what a test has left. */
window.cleanUp = async () => {
  await Promise.all(clients.splice(0).map((rtm) => rtm.removeAllListeners().disconnect()));
  for (const list of [logged, reported, unhandled]) list.length = 0;
};

/** The arguments of the next event. */
window.once = (rtm, event) => new Promise((resolve) => rtm.once(event, (...args) => resolve(args)));

/** The first event for which `chosen` holds. */
window.until = (rtm, event, chosen) =>
  new Promise((resolve) => {
    const listener = (...args) => {
      if (!chosen(...args)) return;
      rtm.off(event, listener);
      resolve(args);
    };
    rtm.on(event, listener);
  });

/** The state of this name. */
window.inState = (rtm, name) => until(rtm, "state", (change) => change.name === name);

/** Collects the names of these events as they are emitted. */
window.record = (rtm, ...events) => {
  const seen = [];
  for (const event of events) rtm.on(event, () => seen.push(event));
  return seen;
};

/** What became of a promise, as plain data. */
window.outcome = async (promise) => {
  try {
    return { value: await promise };
  } catch (error) {
    return plain(error);
  }
};

/** A function that throws. (Of errors from a test's own script the page tells nothing but "Script error.") */
window.thrower = (message) => () => {
  throw new Error(message);
};

/** What a function throws, as plain data. */
window.thrown = (fn) => {
  try {
    fn();
  } catch (error) {
    return plain(error);
  }
};

window.plain = (error, depth = 0) => error && {
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
  statusCode: error.statusCode,
  // Causes may be a circle.
  cause: plain(error.cause instanceof Error && depth < 20 ? error.cause : undefined, depth + 1),
};

/** Scripts the workspace: POST /control/{verb}. */
window.slack = async (verb, fields = {}) => {
  const response = await fetch(at(`control/${verb}`), { method: "POST", body: new URLSearchParams(fields) });
  if (!response.ok) throw new Error(`${verb}: ${await response.text()}`);
  return (await response.json()).result;
};

/** What the workspace saw: {calls, received, sockets, opened}. */
window.slackLog = async () => (await fetch(at("control/log"))).json();

/** The workspace's log, once it is as it should be. Each look waits for an answer of the server. */
window.slackLogWhen = async (chosen) => {
  for (;;) {
    const log = await slackLog();
    if (chosen(log)) return log;
  }
};

/** Sends a frame to the page's sockets. */
window.frame = (value) => slack("send", { frame: typeof value === "string" ? value : JSON.stringify(value) });

if (new URLSearchParams(location.search).has("worker")) await initialize({ worker: true });

window.loaded = true;
