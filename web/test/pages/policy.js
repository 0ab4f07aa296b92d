// Does what the page's policy forbids, and then what the client does.

import { RTMClient } from "/rtm.js";

/** What the policy has refused. */
window.refused = [];
const refusals = (count) => new Promise((resolve) => {
  addEventListener("securitypolicyviolation", ({ blockedURI }) => {
    refused.push(blockedURI.replace(/:.*/, ""));
    if (refused.length === count) resolve();
  });
});

window.talk = async () => {
  const workspace = new URLSearchParams(location.search).get("workspace");
  const rtm = new RTMClient("xoxb-1", { slackApiUrl: `${location.origin}/workspaces/${workspace}/api/` });
  await rtm.start();
  const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
  await rtm.disconnect();
  return { ok, refused };
};

const both = refusals(2);
try {
  new Function("");
} catch {} // it says so by the event, too
import(URL.createObjectURL(new Blob([""], { type: "text/javascript" }))).catch(() => {});
await both;
window.loaded = true;
