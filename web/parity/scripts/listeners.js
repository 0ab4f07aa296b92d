// What listeners do.

/** The event that says that the client can be used. */
const usable = (s) => (s.dialect === "v3" ? "open" : "ready");

/** A listener of the first start throws. */
const throwIn = (event) => async (s) => {
  s.client();
  s.rtm.once(event(s), () => {
    throw new Error("of the script");
  });
  s.call("start");
  await s.opened();
  await s.quiet();
  await s.slack("say", { text: "hello" });
  await s.event("message");
};

export default {
  "a listener of message throws": async (s) => {
    await s.ready();
    s.rtm.on("message", () => {
      throw new Error("of the script");
    });
    s.rtm.on("message", ({ text }) => s.note(`another listener: ${text}`));
    await s.slack("say", { text: "one" });
    await s.event("message");
    await s.slack("say", { text: "two" });
    await s.event("message");
    await s.mark();
  },

  "a listener of connecting throws": throwIn(() => "connecting"),
  "a listener of authenticated throws": throwIn(() => "authenticated"),
  "a listener throws when the client is connected": throwIn((s) => (s.dialect === "v3" ? "open" : "connected")),
  "a listener throws when the client can be used": throwIn(usable),

  "a listener throws when the connection is lost": async (s) => {
    await s.ready();
    s.rtm.once(s.dialect === "v3" ? "ws_close" : "reconnecting", () => {
      throw new Error("of the script");
    });
    await s.slack("close", { code: 4000 });
    await s.opened();
  },

  "a callback throws": async (s) => {
    await s.ready();
    s.call("sendMessage", "hello", "C0GENERAL", () => {
      s.note("callback", "callback");
      throw new Error("of the script");
    });
    await s.event("callback");
    await s.mark();
  },

  "a listener calls disconnect": async (s) => {
    await s.ready();
    s.rtm.once("message", () => s.call("disconnect"));
    await s.slack("flood", { count: 2, size: 200 });
    await s.ended();
    await s.quiet();
  },

  "a listener of the first event of a start calls disconnect": async (s) => {
    s.client();
    s.rtm.once("authenticated", () => s.call("disconnect"));
    s.call("start");
    await s.ended();
    await s.quiet();
  },

  "a listener of the end calls start": async (s) => {
    await s.ready();
    s.rtm.once(s.dialect === "v3" ? "disconnect" : "disconnected", () => s.call("start"));
    s.call("disconnect");
    await s.opened();
  },

  "a listener sends": async (s) => {
    await s.ready();
    s.rtm.once("message", ({ channel }) => s.call("sendMessage", "answer", channel, s.callback()));
    await s.slack("say", { text: "question" });
    await s.event("callback");
    await s.mark();
  },

  "once, and a listener that is removed": async (s) => {
    await s.ready();
    const removed = () => s.note("removed listener");
    s.rtm.once("message", ({ text }) => s.note(`once: ${text}`));
    s.rtm.on("message", removed);
    s.rtm.removeListener("message", removed);
    await s.slack("say", { text: "one" });
    await s.slack("say", { text: "two" });
    await s.mark();
  },

  "a listener changes the event": async (s) => {
    await s.ready();
    const heard = [];
    s.rtm.on("message", (event) => (event.text = "changed"));
    s.rtm.on("message", (event) => heard.push(event.text));
    await s.slack("say", { text: "hello" });
    await s.mark();
    s.note(`the next listener hears ${heard}`);
  },

  "this in a listener is the client": async (s) => {
    await s.ready();
    s.rtm.once("message", function () {
      s.note(`this is the client: ${this === s.rtm}`);
    });
    await s.slack("say", { text: "hello" });
    await s.mark();
  },
};
