// What @slack/rtm-api and what it needs use of Node's globals.

export const process = { title: "browser", version: "v0", versions: {}, env: {} };
export const Buffer = { isBuffer: () => false };

const channel = new MessageChannel();
const callbacks = [];
channel.port1.onmessage = () => callbacks.shift()();
export const setImmediate = (callback) => {
  callbacks.push(callback);
  channel.port2.postMessage(null);
};
