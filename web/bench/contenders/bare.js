// The bare loop: what a page would write without any client. It calls
// rtm.connect, parses each message once and calls the listeners of its type.
// No client that does this in JavaScript can be faster.

import { channel, token } from "./workspace.js";
import { present } from "./page.js";

async function connect(api) {
  const { url } = await (await fetch(`${api}rtm.connect`, { method: "POST", body: new URLSearchParams({ token }) })).json();
  const socket = new WebSocket(url);
  const listeners = new Map();
  const replies = new Map();
  let id = 0;

  const on = (type, listener) => listeners.set(type, [...(listeners.get(type) ?? []), listener]);
  const off = (type, listener) => listeners.set(type, listeners.get(type).filter((other) => other !== listener));
  const send = (text) =>
    new Promise((resolve) => {
      replies.set(++id, resolve);
      socket.send(JSON.stringify({ id, type: "message", channel, text }));
    });

  const greeted = new Promise((resolve) => on("hello", resolve));
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.reply_to !== undefined) {
      replies.get(event.reply_to)?.(event);
      replies.delete(event.reply_to);
    }
    for (const listener of listeners.get(event.type) ?? []) listener(event);
  };
  await greeted;
  return { on, off, send, wasmMemory: () => 0 };
}

present(connect);
