// A client that asks for a shared session where there is no page. It answers each message
// through the port that came with it.

import { RTMClient } from "/rtm.js";

async function share(slackApiUrl) {
  const logged = [];
  const rtm = new RTMClient("xoxb-secret", { slackApiUrl, shared: true, logger: (level, text) => logged.push([level, text]) });
  const ready = rtm.waitFor("ready");
  await rtm.start();
  await ready;
  const { ok } = await rtm.sendMessage("I can send", "C0GENERAL");
  const { shared } = rtm.stats();
  await rtm.disconnect();
  return { ok, shared, said: logged.filter(([, text]) => /\bshare/.test(text)) };
}

addEventListener("message", ({ data, ports: [port] }) => {
  share(data).then((seen) => port.postMessage(seen), (error) => port.postMessage({ said: [], error: `${error}` }));
});
