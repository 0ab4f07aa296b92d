// Sending by the methods that both versions have, and what becomes of it.

import { onlyV3 } from "./only.js";

export default {
  "sendMessage with a promise": async (s) => {
    await s.ready();
    await s.done("sendMessage", "hello", "C0GENERAL");
    await s.received();
  },

  "sendMessage with a callback": async (s) => {
    await s.ready();
    s.call("sendMessage", "hello", "C0GENERAL", s.callback());
    await s.event("callback");
  },

  "two messages, and their replies": async (s) => {
    await s.ready();
    s.ignore("raw_message");
    const calls = ["one", "two"].map((text) => s.call("sendMessage", text, "C0GENERAL"));
    for (const call of calls) await s.settled(call);
    await s.received();
  },

  "a second message before the first has its reply": async (s) => {
    await s.ready();
    s.ignore("raw_message");
    await s.slack("hold-acks", { on: true });
    const calls = ["one", "two"].map((text) => s.call("sendMessage", text, "C0GENERAL"));
    await s.slackSaw((log) => log.received.length >= 1);
    await s.quiet();
    await s.received();
    await s.slack("hold-acks", { on: false });
    for (const call of calls) await s.settled(call);
  },

  "typing, while a message waits for its reply": async (s) => {
    await s.ready();
    await s.slack("hold-acks", { on: true });
    s.call("sendMessage", "one", "C0GENERAL");
    s.call("sendTyping", "C0GENERAL");
    await s.slackSaw((log) => log.received.length >= 1);
    await s.quiet();
    await s.received();
  },

  "Slack refuses a message": async (s) => {
    await s.ready();
    await s.slack("nack", { code: 2, msg: "message text is missing" });
    await s.done("sendMessage", "hello", "C0GENERAL");
  },

  "Slack refuses a message with a callback": async (s) => {
    await s.ready();
    await s.slack("nack", { code: 2, msg: "message text is missing" });
    s.call("sendMessage", "hello", "C0GENERAL", s.callback());
    await s.event("callback");
  },

  "Slack says slow down": async (s) => {
    await s.ready();
    await s.slack("nack", { code: -1 });
    await s.done("sendMessage", "hello", "C0GENERAL");
    await s.received();
  },

  "the connection drops before the reply": async (s) => {
    await s.ready();
    await s.slack("hold-acks", { on: true });
    const sent = s.call("sendMessage", "hello", "C0GENERAL");
    await s.slackSaw((log) => log.received.length === 1);
    await s.slack("close", { code: 4000 });
    await s.opened();
    await s.settled(sent);
  },

  "the next connection brings the reply": async (s) => {
    await s.ready();
    await s.slack("lose-last-ack", { on: true });
    const sent = s.call("sendMessage", "hello", "C0GENERAL");
    await s.opened();
    await s.settled(sent);
  },

  "the next connection brings the reply to the second of three": onlyV3(async (s) => {
    await s.ready();
    await s.slack("hold-acks", { on: true });
    const lost = ["one", "two", "three"].map((text) => s.call("sendMessage", text, "C0GENERAL"));
    await s.slackSaw((log) => log.received.length === 3);
    await s.slack("drop");
    await s.slackSaw((log) => log.opened === 2);
    await s.frame({ type: "message", reply_to: 2, text: "two", channel: "C0GENERAL", user: "U00000BOT", ts: "1.0" });
    for (const call of lost) await s.settled(call);
  }),

  "sendMessage before the start": async (s) => {
    s.client();
    const sent = s.call("sendMessage", "early", "C0GENERAL");
    await s.quiet();
    s.call("start");
    await s.opened();
    await s.settled(sent);
  },

  "sendMessage with a callback before the start": async (s) => {
    s.client();
    s.call("sendMessage", "early", "C0GENERAL", s.callback());
    await s.quiet();
    s.call("start");
    await s.opened();
    await s.quiet();
  },

  "sendMessage before hello": async (s) => {
    await s.slack("stall-hello", { on: true });
    s.client();
    s.call("start");
    await s.slackSaw((log) => log.sockets === 1);
    const sent = s.call("sendMessage", "early", "C0GENERAL");
    await s.quiet();
    await s.slack("stall-hello", { on: false });
    await s.opened();
    await s.settled(sent);
  },

  "sendMessage during a reconnection": async (s) => {
    await s.ready();
    await s.slack("stall-calls", { on: true });
    await s.slack("close", { code: 4000 });
    await s.event("connecting");
    const sent = s.call("sendMessage", "early", "C0GENERAL");
    await s.slack("stall-calls", { on: false });
    await s.opened();
    await s.settled(sent);
  },

  "sendMessage inside the event that says that the client is ready": async (s) => {
    s.client();
    let sent;
    s.rtm.on(s.dialect === "v3" ? "open" : "ready", () => (sent = s.call("sendMessage", "at once", "C0GENERAL")));
    s.call("start");
    await s.opened();
    await s.settled(sent);
  },

  "sendMessage after disconnect": async (s) => {
    await s.ready();
    s.call("disconnect");
    await s.ended();
    await s.done("sendMessage", "late", "C0GENERAL");
  },

  "a send that waits for its reply when disconnect is called": async (s) => {
    await s.ready();
    await s.slack("hold-acks", { on: true });
    const sent = s.call("sendMessage", "hello", "C0GENERAL");
    await s.slackSaw((log) => log.received.length === 1);
    s.call("disconnect");
    await s.ended();
    await s.settled(sent);
  },

  "a message without a text": async (s) => {
    await s.ready();
    await s.done("sendMessage", undefined, "C0GENERAL");
  },

  "sendTyping": async (s) => {
    await s.ready();
    await s.done("sendTyping", "C0GENERAL");
    await s.slackSaw((log) => log.received.length === 1);
    await s.received();
  },

  "subscribePresence": async (s) => {
    await s.ready();
    await s.done("subscribePresence", ["U0000ANNA"]);
    await s.event("presence_change");
    await s.slack("presence", { user: "U0000ANNA", presence: "away" });
    await s.event("presence_change");
    await s.received();
  },

  "subscribePresence, and then a reconnection": async (s) => {
    await s.ready();
    s.call("subscribePresence", ["U0000ANNA"]);
    await s.event("presence_change");
    await s.slack("close", { code: 4000 });
    await s.opened();
    await s.event("presence_change");
  },

  "sendTyping before the start": async (s) => {
    s.client();
    await s.done("sendTyping", "C0GENERAL");
  },
};
