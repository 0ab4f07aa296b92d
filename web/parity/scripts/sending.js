// Sending, and what becomes of it.

import { onlyV3, onlyV4 } from "./only.js";

const hello = { type: "message", text: "hello", channel: "C0GENERAL" };

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

  // v3's own

  "send of a message": onlyV3(async (s) => {
    await s.ready();
    await s.done("send", { ...hello, thread_ts: "1.0" });
    s.call("send", hello, s.callback());
    await s.event("callback");
    await s.received();
  }),

  "send of a ping with a callback": onlyV3(async (s) => {
    await s.ready();
    s.showsPings = true;
    s.call("send", { type: "ping", of: "the script" }, s.callback());
    await s.event("callback");
  }),

  "send of typing with a promise": onlyV3(async (s) => {
    await s.ready();
    await s.done("send", { type: "typing", channel: "C0GENERAL" });
  }),

  "send while not connected": onlyV3(async (s) => {
    s.client();
    await s.done("send", hello);
    s.call("send", hello, s.callback());
    await s.event("callback");
  }),

  "updateMessage with a promise and a callback": onlyV3(async (s) => {
    await s.ready();
    let ts;
    s.rtm.sendMessage("helo", "C0GENERAL", (error, message) => {
      ts = message.ts;
      s.note("sent", "sent");
    });
    await s.event("sent");
    // The answers and the events come on two ways, in either order.
    s.ignore("raw_message", "message", "message::message_changed");
    await s.done("updateMessage", { ts, channel: "C0GENERAL", text: "hello" });
    s.call("updateMessage", { ts, channel: "C0GENERAL", text: "hello there" }, s.callback());
    await s.event("callback");
  }),

  "updateMessage of a message that is not there": onlyV3(async (s) => {
    await s.ready();
    await s.done("updateMessage", { ts: "1.0", channel: "C0GENERAL", text: "hello" });
    s.call("updateMessage", { ts: "1.0", channel: "C0GENERAL", text: "hello" }, s.callback());
    await s.event("callback");
  }),

  "nextMessageId counts on": onlyV3(async (s) => {
    await s.ready();
    s.note(`first ${s.rtm.nextMessageId()}`);
    await s.done("sendMessage", "hello", "C0GENERAL");
    s.note(`then ${s.rtm.nextMessageId()}`);
    await s.received();
  }),

  // v4's own

  "send of a type and a body": onlyV4(async (s) => {
    await s.ready();
    await s.done("send", "typing", { channel: "C0GENERAL" });
    await s.done("send", "a_new_type");
    await s.slackSaw((log) => log.received.length === 2);
    await s.received();
  }),

  "send before the start": onlyV4(async (s) => {
    s.client();
    await s.done("send", "typing", { channel: "C0GENERAL" });
  }),

  "send before hello": onlyV4(async (s) => {
    await s.slack("stall-hello", { on: true });
    s.client();
    s.call("start");
    await s.slackSaw((log) => log.sockets === 1);
    await s.quiet();
    await s.done("send", "typing", { channel: "C0GENERAL" });
  }),

  "send while the call to Slack is under way": onlyV4(async (s) => {
    await s.slack("stall-calls", { on: true });
    s.client();
    s.call("start");
    await s.slackSaw((log) => log.calls.length === 1);
    await s.done("send", "typing", { channel: "C0GENERAL" });
  }),

  "addOutgoingEvent with a reply": onlyV4(async (s) => {
    await s.ready();
    await s.done("addOutgoingEvent", true, "message", { text: "yes", channel: "C0GENERAL", thread_ts: "1.0" });
    await s.received();
  }),

  "addOutgoingEvent without a reply": onlyV4(async (s) => {
    await s.ready();
    await s.done("addOutgoingEvent", false, "message", { text: "yes", channel: "C0GENERAL" });
    await s.done("addOutgoingEvent", false, "a_new_type");
    await s.slackSaw((log) => log.received.length === 2);
    await s.mark();
  }),

  "addOutgoingEvent of a ping, with its pong": onlyV4(async (s) => {
    await s.ready();
    s.showsPings = true;
    await s.done("addOutgoingEvent", true, "ping", { of: "the script" });
  }),

  "sends that wait go out in order": onlyV4(async (s) => {
    s.client();
    const sent = [s.call("sendMessage", "one", "C0GENERAL"), s.call("sendTyping", "C0GENERAL"), s.call("sendMessage", "two", "C0GENERAL")];
    s.call("start");
    for (const call of sent) await s.settled(call);
    await s.received();
  }),
};
