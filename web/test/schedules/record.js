// What is known of a member, for the rules: where it is, and what it has heard.

/** The states that follow each. The end of the program leads from each to disconnected. */
export const moves = {
  disconnected: ["authenticating", "reconnecting"],
  authenticating: ["authenticated", "reconnecting", "disconnected", "disconnecting"],
  authenticated: ["handshaking", "reconnecting", "disconnected", "disconnecting"],
  handshaking: ["connected", "reconnecting", "disconnected", "disconnecting"],
  connected: ["ready"],
  ready: ["reconnecting", "disconnected", "disconnecting"],
  reconnecting: ["authenticating", "disconnecting"],
  disconnecting: ["disconnected"],
};

/** The events that tell of each state, in their order. */
export const eventsOf = {
  authenticating: ["connecting"],
  authenticated: ["authenticated", "ws_opening"],
  handshaking: ["ws_opened"],
  connected: ["connected"],
  ready: ["ready", "open"],
  reconnecting: ["reconnecting", "attempting_reconnect"],
  disconnecting: ["disconnecting"],
  disconnected: ["disconnected", "disconnect"],
};
export const tellsOfState = new Set(Object.values(eventsOf).flat());

export const never = "9999999999.000000";

/** What is known of a member so far. */
export class Record {
  state = "disconnected";
  /** How often that has changed. */
  moves = 0;
  /** The events that tell of it and are to come. */
  expected = [];
  /** Whether there has been a connection that the caller has not ended, and whether there was one before this. */
  hasStood = false;
  hasStoodBefore = false;
  /** Whether it is disconnected, and not because the caller wanted it. */
  hasEnded = false;
  /** The texts of Anna's messages, in the order in which they came. */
  heard = [];
  /** The texts of messages that its workspace's clients have sent, and that came as events. */
  heardOwn = new Set();
  /** When messages may be missed, in timestamps: from, to. The last may have no end yet. */
  deaf = [{ from: "", to: never }];
  /** The timestamp of the newest message that was delivered. */
  since = "";
  /** When the session began, as a timestamp. */
  began = "";
  /** By text: the number of the call of each message that is to be written in its turn. */
  waiting = new Map();
  /** A frame of which raw_message was told, and not yet slack_event; and whether disconnect() has kept that back. */
  raw;
  isCut = false;
  /** The frame of the newest slack_event. */
  frame;
  /** Whose presence was subscribed to last, once that is certain. */
  presence;
  /** Until when Slack has asked not to be called, by token. */
  notBefore = new Map();
}
