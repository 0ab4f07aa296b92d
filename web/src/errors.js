// Every error of this package is made here: a real Error with a code, and with
// what the caller needs to act on it.

/**
 * The codes. Those of v4 keep their names and words; TestError and those of
 * IncomingWebhook are left out, since nothing here can raise them.
 */
export const ErrorCode = Object.freeze({
  RequestError: "slackclient_request_error",
  ReadError: "slackclient_read_error",
  HTTPError: "slackclient_http_error",
  PlatformError: "slackclient_platform_error",
  RateLimitedError: "slackclient_rate_limited_error",
  RefreshFailedError: "slackclient_refresh_failed_error",
  RTMSendWhileDisconnectedError: "slackclient_rtmclient_send_while_disconnected_error",
  RTMSendWhileNotReadyError: "slackclient_rtmclient_send_while_not_ready_error",
  RTMSendMessagePlatformError: "slackclient_rtmclient_send_message_platform_error",
  RTMWebsocketError: "slackclient_rtmclient_websocket_error",
  RTMNoReplyReceivedError: "slackclient_rtmclient_no_reply_received_error",
  KeepAliveConfigError: "slackclient_keepalive_config_error",
  KeepAliveClientNotConnected: "slackclient_keepalive_client_not_connected",
  KeepAliveInconsistentState: "slackclient_keepalive_inconsistent_state",
  // Beyond v4:
  InvalidArgumentError: "slackclient_invalid_argument_error",
  AbortError: "slackclient_abort_error",
  TimeoutError: "slackclient_timeout_error",
  InitializeError: "slackclient_initialize_error",
  EngineDiedError: "slackclient_engine_died_error",
  RTMDisconnectedError: "slackclient_rtmclient_disconnected_error",
  RTMConnectTimeoutError: "slackclient_rtmclient_connect_timeout_error",
  RTMAckTimeoutError: "slackclient_rtmclient_ack_timeout_error",
  RTMSendQueueFullError: "slackclient_rtmclient_send_queue_full_error",
  RTMFrameTooLargeError: "slackclient_rtmclient_frame_too_large_error",
});

/**
 * An Error with a code. `members` are added to it; a cause is also v4's
 * `original`.
 * @param {string} code
 * @param {string} message
 * @param {Record<string, unknown>} [members]
 * @returns {any}
 */
export function failure(code, message, { cause, ...members } = {}) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  if (cause !== undefined) Object.defineProperty(error, "original", { value: cause, configurable: true });
  return Object.assign(error, { code }, members);
}

/**
 * A TypeError about an argument.
 * @param {string} message
 */
export function invalid(message) {
  return Object.assign(new TypeError(message), { code: ErrorCode.InvalidArgumentError });
}

/**
 * The Error of an object that Go made (see errors.go of jsbridge).
 * @param {any} object
 * @returns {any}
 */
export function fromGo({ message, name, cause, data, ...members }) {
  if (cause) members.cause = fromGo(cause);
  if (data !== undefined) members.data = JSON.parse(data);
  const error = failure(members.code, message, members);
  if (name) error.name = name;
  if (error.code === undefined) delete error.code;
  return error;
}

/**
 * The error of a wait that its signal ended. Its name is AbortError, or
 * TimeoutError for AbortSignal.timeout; its cause is the signal's reason.
 * @param {AbortSignal} signal
 * @param {string} message
 * @param {Record<string, unknown>} [members]
 */
export function aborted(signal, message, members) {
  const timeout = signal.reason?.name === "TimeoutError";
  const error = failure(timeout ? ErrorCode.TimeoutError : ErrorCode.AbortError, message, { ...members, cause: signal.reason });
  error.name = timeout ? "TimeoutError" : "AbortError";
  return error;
}
