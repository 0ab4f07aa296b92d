// A short life of a client where there is no page: in a worker, or in a service
// worker. It answers each message through the port that came with it.

import * as engine from "/rtm.engine.js";
import { initialize, RTMClient } from "/rtm.js";

/** What became of a client of this Web API. */
async function live(slackApiUrl) {
  // A service worker has no import(), by which it would be loaded.
  if ("registration" in globalThis) await initialize({ engine });
  const logged = [];
  const rtm = new RTMClient("xoxb-inside", { slackApiUrl, logger: (level, text) => logged.push([level, text]) });
  const states = [];
  rtm.on("state", ({ name }) => states.push(name));
  const ready = rtm.waitFor("ready");
  const { self } = await rtm.start();
  await ready;
  const { text } = await rtm.sendMessage("from inside", "C0GENERAL");
  const took = await rtm.ping();
  await rtm.disconnect();
  return { user: self.id, text, pinged: took >= 0, states, logged, hasPage: typeof document === "object" };
}

addEventListener("message", (event) => {
  const [port] = event.ports;
  const answer = live(event.data).then((life) => port.postMessage(life), (error) => port.postMessage({ error: `${error}` }));
  event.waitUntil?.(answer); // a service worker may be ended otherwise
});
