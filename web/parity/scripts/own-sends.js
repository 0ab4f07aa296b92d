// Sending by the methods that one version has alone: v3's send(frame), updateMessage() and
// nextMessageId(), v4's send(type, body) and addOutgoingEvent(), and v4's order.

import { onlyV3, onlyV4 } from "./only.js";

const hello = { type: "message", text: "hello", channel: "C0GENERAL" };

export default {
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
