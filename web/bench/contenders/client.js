// A contender of an RTMClient: both have v4's members.

import { channel, token } from "./workspace.js";

export async function connectWith(RTMClient, options) {
  const rtm = new RTMClient(token, options);
  const ready = new Promise((resolve) => rtm.once("ready", resolve));
  await rtm.start();
  await ready;
  return {
    on: (type, listener) => rtm.on(type, listener),
    off: (type, listener) => rtm.off(type, listener),
    send: (text) => rtm.sendMessage(text, channel),
    wasmMemory: () => rtm.stats?.().wasmMemory ?? 0,
  };
}
