// Pings, and links that die without a word.

const lost = (s) => s.event(s.dialect === "v3" ? "attempting_reconnect" : "reconnecting");

/** Pings that are fast enough to be waited for. */
const fast = {
  v3: { wsPingInterval: 500, maxPongInterval: 1000 },
  v4: { clientPingTimeout: 1000, serverPongTimeout: 900 },
};

export default {
  "pongs come": async (s) => {
    await s.ready(fast);
    await s.slackSaw((log) => log.received.length >= 3);
    await s.slack("say", { text: "still here" });
    await s.event("message");
  },

  "the server falls silent": async (s) => {
    await s.ready(fast);
    await s.slack("half-open", { on: true });
    if (await lost(s)) await s.opened();
  },

  "pongs are lost, but other frames come": async (s) => {
    await s.ready(fast);
    s.ignore("message", "raw_message", "slack_event", "hello", "connecting", "authenticated", "connected", "ready", "error");
    await s.slack("lose-pongs", { on: true });
    for (let i = 0; i < 12 && s.lines.length === 0; i++) {
      await s.slack("say", { text: "still here" });
      await s.quiet(300);
    }
  },

  "a ping as it is written": async (s) => {
    await s.ready(fast);
    const { received } = await s.slackSaw((log) => log.received.length > 0);
    s.note(`a ping has ${Object.keys(JSON.parse(received[0].json)).sort()}`);
  },
};
