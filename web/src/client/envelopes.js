// What Socket Mode brings: each event in an envelope, which is to be acknowledged.

import { own, isObject } from "./checks.js";
import { forgettable } from "./calls.js";
import { ErrorCode, failure, invalid } from "./errors.js";
import { toJSON } from "./outgoing.js";
import { textOf } from "./envelope.js";

/**
 * What is in an envelope, as it is emitted: the type, the event, and, of what may be answered,
 * the function that does it.
 * @typedef {{type: string, event: any, ack?: (payload?: unknown) => Promise<void>}} Contents
 */

/**
 * The contents of a frame; undefined if it is no envelope.
 * @param {any} frame
 * @param {import("./port.js").Port} port
 * @returns {Contents | undefined}
 */
export function contentsOf(frame, port) {
  const id = textOf(frame, "envelope_id");
  if (!id) return;
  const type = textOf(frame, "type");
  const payload = own(frame, "payload");
  if (type !== "events_api") return { type, event: payload, ack: (answer) => acknowledge(port, id, answer) };
  const event = isObject(payload) ? own(payload, "event") : undefined;
  if (isObject(event)) return { type: textOf(event, "type"), event };
  return { type: isObject(payload) ? textOf(payload, "type") : "", event: payload }; // such as "app_rate_limited"
}

/**
 * Answers an envelope.
 * @param {import("./port.js").Port} port
 * @param {string} id
 * @param {unknown} answer
 */
function acknowledge(port, id, answer) {
  const json = answer === undefined ? null : toJSON("The payload of ack()", answer);
  if (json === undefined) throw invalid("The payload of ack() must be something that JSON can carry");
  if (!port.isOpen) return forgettable(Promise.reject(failure(ErrorCode.RTMDisconnectedError, "The session has ended: answer by the response_url of the payload")));
  return forgettable(port.call("ack", [id, json]).then(() => {}));
}

/**
 * Says that all listeners to the event in an envelope have been called.
 * @param {any} frame
 * @param {import("./port.js").Port} port
 */
export function heard(frame, port) {
  port.tell("ack", textOf(frame, "envelope_id"), null);
}
