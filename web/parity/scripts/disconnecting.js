// disconnect(), in each state.

import { onlyV3 } from "./only.js";

/** disconnect() once the workspace has seen this much of a start that hangs. */
const disconnectDuring = (verb, saw) => async (s) => {
  await s.slack(verb, { on: true });
  s.client();
  const start = s.call("start");
  await s.slackSaw(saw);
  await s.quiet();
  await s.done("disconnect");
  await s.settled(start);
  await s.quiet();
  await s.slack(verb, { on: false });
  await s.quiet();
};

export default {
  "disconnect of a client that is ready": async (s) => {
    await s.ready();
    await s.done("disconnect");
    await s.ended();
    await s.quiet();
  },

  "disconnect of a client that was never started": async (s) => {
    s.client();
    await s.done("disconnect");
    await s.quiet();
  },

  "disconnect twice": async (s) => {
    await s.ready();
    const calls = [s.call("disconnect"), s.call("disconnect")];
    for (const call of calls) await s.settled(call);
    await s.quiet();
  },

  "disconnect after the end": async (s) => {
    await s.ready();
    await s.done("disconnect");
    await s.done("disconnect");
    await s.quiet();
  },

  "disconnect while the call to Slack is under way": disconnectDuring("stall-calls", (log) => log.calls.length === 1),
  "disconnect while the socket opens": disconnectDuring("stall-opens", (log) => log.calls.length === 1),
  "disconnect before hello": disconnectDuring("stall-hello", (log) => log.sockets === 1),

  "disconnect during a reconnection": async (s) => {
    await s.ready();
    await s.slack("stall-calls", { on: true });
    await s.slack("close", { code: 4000 });
    await s.event("connecting");
    await s.done("disconnect");
    await s.slack("stall-calls", { on: false });
    await s.quiet();
  },

  "disconnect after a refusal for good": async (s) => {
    await s.slack("refuse", { code: "invalid_auth" });
    s.client();
    s.call("start");
    await s.ended();
    await s.done("disconnect");
  },

  "disconnect after a refusal that is not for good": async (s) => {
    await s.slack("refuse", { code: "fatal_error", n: -1 });
    s.client({ retryConfig: { forever: true, minTimeout: 60_000 } });
    const start = s.call("start");
    await s.event("unable_to_rtm_start");
    await s.done("disconnect");
    await s.settled(start);
  },

  "disconnect on a link that is dead": async (s) => {
    await s.ready();
    await s.slack("half-open", { on: true });
    await s.done("disconnect");
  },

  "the close code that Slack gets": async (s) => {
    await s.ready();
    s.call("disconnect");
    await s.ended();
    await s.slackSaw((log) => log.sockets === 0);
    s.note("the socket is closed");
  },

  "what disconnect is given": onlyV3(async (s) => {
    await s.ready();
    s.call("disconnect", "enough", 4000);
    await s.ended();
  }),

  "properties after disconnect": async (s) => {
    await s.ready();
    s.call("disconnect");
    await s.ended();
    await s.quiet();
    const { rtm } = s;
    s.note(`connected ${rtm.connected}, authenticated ${rtm.authenticated}, user ${rtm.activeUserId}, team ${rtm.activeTeamId}`);
  },
};
