// Connections that are lost, and those that do not come about.

import { onlyV3 } from "./only.js";

/** A ready client's connection is closed with a code. */
const closeWith = (code, reason = "") => async (s) => {
  await s.ready();
  await s.slack("close", { code, reason });
  await s.opened();
  await s.mark();
};

/** Waits until the client gives an attempt up and makes another. */
async function givesUp(s) {
  if (await s.event(s.dialect === "v3" ? "attempting_reconnect" : "reconnecting")) await s.event("connecting");
}

export default {
  "the connection drops": closeWith(1006),
  "Slack closes with 1000": closeWith(1000, "done"),
  "Slack closes with 1001": closeWith(1001, "restarting"),
  "Slack closes with 4001 and a reason": closeWith(4001, "enough"),
  "Slack closes without a code": closeWith(1005),

  "the connection drops twice": async (s) => {
    await s.ready();
    for (let i = 0; i < 2; i++) {
      await s.slack("drop");
      await s.opened();
    }
    await s.mark();
  },

  "the connection drops, without autoReconnect": async (s) => {
    await s.ready({ autoReconnect: false });
    await s.slack("close", { code: 4001, reason: "enough" });
    await s.ended();
    await s.quiet();
  },

  "a socket is refused once": async (s) => {
    await s.slack("refuse-opens", { n: 1 });
    s.client();
    s.call("start");
    await s.opened();
  },

  "the socket closes before hello": async (s) => {
    await s.slack("stall-hello", { on: true });
    s.client();
    s.call("start");
    await s.slackSaw((log) => log.sockets === 1);
    await s.frame({ type: "a_new_type" });
    await s.event("a_new_type");
    await s.slack("close", { code: 4002 });
    await s.slackSaw((log) => log.opened === 2);
    await s.slack("stall-hello", { on: false });
    await s.opened();
  },

  "hello does not come": async (s) => {
    await s.slack("stall-hello", { on: true });
    s.client({ ours: { helloTimeout: 500 } });
    s.call("start");
    await givesUp(s);
  },

  "the opening of the socket hangs": async (s) => {
    await s.slack("stall-opens", { on: true });
    s.client({ ours: { connectTimeout: 500 } });
    s.call("start");
    await givesUp(s);
  },

  "the call hangs": async (s) => {
    await s.slack("stall-calls", { on: true });
    s.client({ ours: { connectTimeout: 500 } });
    s.call("start");
    await givesUp(s);
  },

  "the URL has expired": async (s) => {
    await s.slack("expire-url", { n: 1 });
    s.client();
    s.call("start");
    await s.opened();
  },

  "a server that hangs up at once, again and again": async (s) => {
    await s.slack("expire-url", { n: -1 });
    s.client({ retryConfig: undefined });
    s.ignore();
    s.call("start");
    await s.quiet();
    s.forget();
    s.note(`more than five calls within a second: ${(await s.log()).calls.length > 5}`);
  },

  "goodbye, and then the close": async (s) => {
    await s.ready();
    s.ignore("raw_message", "slack_event");
    await s.slack("goodbye");
    await s.event("goodbye");
    await s.quiet();
    await s.slack("say", { text: "meanwhile" });
    await s.event("message");
    // It closes those who have not moved.
    if ((await s.log()).opened > 1) return;
    await s.slack("close", { code: 1000 });
    await s.opened();
  },

  "reconnect_url": async (s) => {
    await s.ready();
    await s.slack("reconnect-url");
    await s.mark();
    await s.slack("close", { code: 4000 });
    await s.opened();
    await s.called();
  },

  "the team migrates": async (s) => {
    await s.ready();
    await s.slack("migrate-team", { n: 0 });
    await s.opened();
    await s.mark();
  },

  "the team migrates, and the first call comes too early": async (s) => {
    await s.ready();
    await s.slack("migrate-team", { n: 1 });
    await s.opened();
  },

  "what is said while the client is away": async (s) => {
    await s.ready();
    await s.slack("stall-calls", { on: true });
    await s.slack("drop");
    await s.event("connecting");
    await s.slack("say", { text: "while you were away" });
    await s.slack("stall-calls", { on: false });
    await s.opened();
    await s.slack("say", { text: "now" });
    await s.event("message");
  },

  "reconnect of a client that is ready": onlyV3(async (s) => {
    await s.ready();
    s.call("reconnect");
    await s.opened();
    await s.mark();
  }),

  "reconnect while one is under way": onlyV3(async (s) => {
    await s.ready();
    s.call("reconnect");
    s.call("reconnect");
    await s.opened();
    await s.quiet();
  }),

  "handleWsClose with a code": onlyV3(async (s) => {
    await s.ready();
    s.call("handleWsClose", 4002, "of the script");
    await s.opened();
  }),

  "handleWsMessage, handleWsOpen and handleWsError": onlyV3(async (s) => {
    await s.ready();
    s.rtm.handleWsMessage('{"type":"a_new_type"}');
    await s.event("a_new_type");
    s.rtm.handleWsOpen();
    s.rtm.handleWsError(new Error("of the script"));
  }),
};
