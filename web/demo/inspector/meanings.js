// What each state means: a mood, which is a colour, and words.

/** @type {Record<import("/rtm.js").ConnectionState, [mood: "off" | "busy" | "good" | "bad", words: string]>} */
export const meanings = {
  disconnected: ["off", "Not connected"],
  authenticating: ["busy", "Connecting…"],
  authenticated: ["busy", "Connecting…"],
  handshaking: ["busy", "Connecting…"],
  connected: ["good", "Connected"],
  ready: ["good", "Connected"],
  reconnecting: ["bad", "Reconnecting…"],
  disconnecting: ["busy", "Disconnecting…"],
};
