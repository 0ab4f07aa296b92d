// Starting.

import { constants } from "../constants.js";
import { inspect } from "../inspect.js";
import { onlyV3, onlyV4 } from "./only.js";

/** Writes down the properties inside each of these events. */
function look(s, ...events) {
  for (const event of events) {
    s.rtm.on(event, () => s.note(`in ${event}: connected ${s.rtm.connected}, authenticated ${s.rtm.authenticated}, user ${s.rtm.activeUserId}, team ${s.rtm.activeTeamId}`));
  }
}

/** Writes down the constants that the client has in the official package. */
function listConstants(s) {
  for (const [object, names] of Object.entries(constants[s.dialect])) {
    for (const name of names) s.note(`${object}.${name}: ${inspect(s.exports[object]?.[name])}`);
  }
}

/** The methods of eventemitter3, which both clients have. */
const ofEmitter = ["on", "once", "addListener", "off", "removeListener", "removeAllListeners", "emit", "listeners", "eventNames"];

/** Writes down which of these methods the client has. */
function methods(s, ...names) {
  s.client();
  for (const name of names) s.note(`${name}: ${typeof s.rtm[name]}`);
}

export default {
  constants: async (s) => listConstants(s),

  "v3's methods": onlyV3(async (s) => {
    methods(s, "start", "login", "connect", "reconnect", "disconnect", "send", "sendMessage", "updateMessage", "sendTyping", "subscribePresence", "nextMessageId", "registerDataStore", "handleWsOpen", "handleWsMessage", "handleWsError", "handleWsClose", ...ofEmitter);
  }),

  "v4's methods": onlyV4(async (s) => {
    methods(s, "start", "disconnect", "send", "sendMessage", "sendTyping", "subscribePresence", "addOutgoingEvent", ...ofEmitter);
  }),

  "a first start": async (s) => {
    s.client();
    s.call("start");
    await s.opened();
    await s.mark();
  },

  "a start with what a client does by default": async (s) => {
    s.client({ v3: { useRtmConnect: undefined, dataStore: undefined, retryConfig: undefined } });
    s.call("start");
    await s.opened();
    s.note(`a data store: ${Boolean(s.rtm.dataStore)}`);
    await s.called();
  },

  "what v3's methods return": onlyV3(async (s) => {
    s.client();
    const returned = (method, ...args) => {
      const result = s.rtm[method](...args);
      s.note(`${method}() returns ${typeof result}`);
      Promise.resolve(result).catch(() => {});
    };
    returned("start");
    await s.opened();
    returned("sendTyping", "C0GENERAL");
    returned("subscribePresence", ["U0000ANNA"]);
    returned("sendMessage", "hello", "C0GENERAL");
    returned("sendMessage", "hello", "C0GENERAL", () => {});
    returned("disconnect");
  }),

  "properties before the start": async (s) => {
    const rtm = s.client();
    s.note(`connected ${rtm.connected}, authenticated ${rtm.authenticated}, user ${rtm.activeUserId}, team ${rtm.activeTeamId}`);
  },

  "properties inside the events": async (s) => {
    s.client();
    look(s, ...(s.dialect === "v3" ? ["connecting", "authenticated", "ws_opening", "ws_opened", "open", "ws_close", "attempting_reconnect", "disconnect"] : ["connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected"]));
    s.call("start");
    await s.opened();
    await s.slack("close", { code: 4000 });
    await s.opened();
    s.call("disconnect");
    await s.ended();
  },

  "the arguments that Slack gets": async (s) => {
    s.client();
    s.call("start", { batch_presence_aware: true, presence_sub: true, another: "argument" });
    await s.opened();
    await s.called();
  },

  "useRtmConnect: false calls rtm.start": async (s) => {
    s.client({ useRtmConnect: false });
    s.call("start");
    await s.opened();
    await s.called();
  },

  "a reconnection uses the arguments of the start": async (s) => {
    s.client();
    s.call("start", { presence_sub: "1" });
    await s.opened();
    await s.slack("close", { code: 4000 });
    await s.opened();
    await s.called();
  },

  "two starts at once": async (s) => {
    s.client();
    s.call("start");
    s.call("start");
    await s.opened();
    await s.quiet();
  },

  "a start of a client that is ready": async (s) => {
    await s.ready();
    await s.done("start");
    await s.quiet();
  },

  "a start after a disconnect": async (s) => {
    await s.ready();
    s.call("disconnect");
    await s.ended();
    await s.quiet();
    s.call("start");
    await s.opened();
    await s.mark();
  },

  "a connection that is lost after a disconnect and another start": async (s) => {
    await s.ready();
    s.call("disconnect");
    await s.ended();
    await s.quiet();
    s.call("start");
    await s.opened();
    await s.slack("close", { code: 4000 });
    await s.opened();
  },

  "a start with another token": async (s) => {
    await s.slack("accept-only", { token: "xoxb-other" });
    s.client();
    s.call("start", { token: "xoxb-other" });
    await s.opened();
    await s.called();
  },

  "serverPongTimeout that is longer than clientPingTimeout": onlyV4(async (s) => {
    try {
      s.client({ clientPingTimeout: 100, serverPongTimeout: 200 });
      s.note("the constructor takes it");
    } catch (error) {
      s.note(`the constructor throws ${error.code}`);
    }
  }),

  "login is start": onlyV3(async (s) => {
    s.client();
    s.call("login");
    await s.opened();
  }),

  "connect with a URL": onlyV3(async (s) => {
    s.client();
    const response = await fetch(`${s.api}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "xoxb-secret" }) });
    s.call("connect", (await response.json()).url);
    await s.opened();
    s.note(`user ${s.rtm.activeUserId}, authenticated ${s.rtm.authenticated}`);
  }),
};
