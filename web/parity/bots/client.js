// What the bots get for `@slack/client` and for `slack-client`, as it was called
// before: our client, on the workspace of this page, and a WebClient, which the
// package does not have, on its call().

import { RTMClient } from "/rtm.js";
export * from "/rtm.js";

const slackAPIUrl = new URL(`/workspaces/${new URLSearchParams(location.search).get("workspace")}/api/`, location.origin).href;

/** The client of the bot. @type {RTMClient | undefined} */
export let rtm;

export class RtmClient extends RTMClient {
  constructor(token, options) {
    super(token, { ...options, slackAPIUrl });
    rtm = this;
  }
}

/** The arguments that v3's WebClient takes by their place, of the methods that the bots call. */
const places = {
  "bots.info": [],
  "chat.postMessage": ["channel", "text"],
  "conversations.info": ["channel"],
  "conversations.setTopic": ["channel", "topic"],
  "reactions.add": ["name"],
  "reactions.get": [],
  "users.info": ["user"],
  "users.list": [],
};

export class WebClient {
  constructor(token) {
    const client = new RTMClient(token, { slackAPIUrl });
    for (const [method, names] of Object.entries(places)) {
      const [family, name] = method.split(".");
      this[family] ??= {};
      this[family][name] = (...args) => {
        const callback = typeof args.at(-1) === "function" ? args.pop() : undefined;
        const placed = Object.fromEntries(names.map((key, i) => [key, args[i]]));
        const called = client.call(method, { ...placed, ...args[names.length] });
        if (!callback) return called;
        called.then((answer) => callback(null, answer), callback);
      };
    }
  }
}
