// Frames from Slack.

/** A ready client gets a frame. */
const gets = (frame) => async (s) => {
  await s.ready();
  await s.frame(frame);
  await s.mark();
};

export default {
  "a message": async (s) => {
    await s.ready();
    await s.slack("say", { text: "hello" });
    await s.mark();
  },

  "a message in a thread": async (s) => {
    await s.ready();
    const ts = await s.slack("say", { text: "hello" });
    await s.slack("reply", { thread_ts: ts, text: "yes" });
    await s.mark();
  },

  "an edit and a deletion": async (s) => {
    await s.ready();
    const ts = await s.slack("say", { text: "helo" });
    await s.slack("edit", { ts, text: "hello" });
    await s.slack("delete", { ts });
    await s.mark();
  },

  "a reaction, typing, presence": async (s) => {
    await s.ready();
    const ts = await s.slack("say");
    await s.slack("react", { ts });
    await s.slack("typing");
    await s.slack("presence", { user: "U00000BOT", presence: "away" });
    await s.mark();
  },

  "a message with a subtype": gets({ type: "message", subtype: "bot_message", text: "beep", channel: "C0GENERAL", ts: "1.0" }),
  "a subtype of another type": gets({ type: "emoji_changed", subtype: "add", name: "wave" }),
  "a type that nobody knows": gets({ type: "a_new_type", with: { a: ["value"] } }),
  "presence of several users": gets({ type: "presence_change", presence: "away", users: ["U0000ANNA", "U00000BEN"] }),
  "a reply to an id that is unknown": gets({ ok: true, reply_to: 77, ts: "1.0", text: "whose?" }),
  "a refusal of an id that is unknown": gets({ ok: false, reply_to: 77, error: { code: 2, msg: "whose?" } }),
  "an echo: a message with reply_to": gets({ type: "message", reply_to: 77, channel: "C0GENERAL", user: "U00000BOT", text: "mine", ts: "1.0" }),
  "a pong that nobody waits for": async (s) => {
    await s.ready();
    s.showsPings = true;
    await s.frame({ type: "pong", reply_to: 77 });
    await s.mark();
  },
  "hello once more": gets({ type: "hello" }),
  "an error frame": gets({ type: "error", error: { code: 1, msg: "Socket URL has expired" } }),
  "a frame of type open": gets({ type: "open" }),
  "a frame of type ready": gets({ type: "ready" }),
  "a frame of type connected": gets({ type: "connected" }),
  "a frame of type disconnect": gets({ type: "disconnect" }),
  "a frame of type disconnected": gets({ type: "disconnected" }),
  "a frame of type authenticated": gets({ type: "authenticated" }),
  "a frame of type slack_event": gets({ type: "slack_event" }),
  "a frame of type raw_message": gets({ type: "raw_message" }),
  "a frame without a type": gets({ with: "a member" }),
  "a frame whose type is a number": gets({ type: 5 }),
  "a frame whose type is null": gets({ type: null }),
  "a frame whose subtype is null": gets({ type: "message", subtype: null, text: "odd", channel: "C0GENERAL", ts: "1.0" }),
  "a frame that is no JSON": gets("{"),
  "a frame that is empty": gets(" "),
  "a frame that is a number": gets("42"),
  "a frame that is null": gets("null"),
  "a frame that is an array": gets("[1]"),
  "a frame with a member named __proto__": gets('{"type":"a_new_type","__proto__":{"polluted":true}}'),

  "a binary frame": async (s) => {
    await s.ready();
    await s.slack("send-binary", { data: '{"type":"a_new_type"}' });
    await s.mark();
  },

  "a frame before hello": async (s) => {
    await s.slack("stall-hello", { on: true });
    s.client();
    s.call("start");
    await s.slackSaw((log) => log.sockets === 1);
    await s.frame({ type: "a_new_type" });
    await s.event("a_new_type");
    await s.slack("stall-hello", { on: false });
    await s.opened();
  },

  "a hundred messages": async (s) => {
    await s.ready();
    const texts = [];
    s.ignore("message", "raw_message", "slack_event");
    s.rtm.on("message", ({ text }) => texts.push(parseInt(text)));
    await s.slack("flood", { count: 100, size: 200 });
    await s.mark();
    s.note(`${texts.length} messages, in order: ${texts.every((text, i) => text === i + 1)}`);
  },
};
