// What calls end with that no host has settled.

import { ErrorCode, failure } from "../client/errors.js";

/**
 * What a call ends with whose host is gone; nothing for a stop, which is done.
 * @param {string} name
 * @param {any[]} args
 * @param {string} why
 */
export function lost(name, [messageId], why) {
  switch (name) {
    case "stop":
      return;
    case "send":
      return failure(ErrorCode.RTMNoReplyReceivedError, `Frame ${messageId} got no reply: ${why}. Look whether it arrived before sending it again`, { delivered: "unknown" });
  }
  return failure(ErrorCode.RequestError, `The call got no answer: ${why}`);
}

/**
 * What a call ends with that never reached a host, by a stop.
 * @param {string} name
 * @param {any[]} args
 */
export function unsent(name, [messageId]) {
  if (name !== "send") return failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
  return failure(ErrorCode.RTMDisconnectedError, `Frame ${messageId} was not sent, since the session has ended: it may be sent again after a start`, { delivered: "no" });
}
