import { wordsOf } from "../client/errors.js";

/**
 * Listens to a socket, which is W3C style (addEventListener) or `ws` emitter
 * style (on). Returns how to stop.
 * @param {any} real
 * @param {{open: () => void, message: (data: unknown) => void, error: (error: any) => void, close: (end: import("./socket.js").End) => void}} to
 */
export function listen(real, to) {
  const isEmitter = typeof real?.on === "function" && typeof real.addEventListener !== "function";
  if (!isEmitter && typeof real?.addEventListener !== "function") {
    throw new TypeError("socketFn must return a WebSocket, or an emitter like that of the ws package");
  }
  // What is said of a close that has no reason of its own.
  let fault = "";
  const error = (/** @type {any} */ event) => {
    to.error(event);
    fault = wordsOf(event?.message ?? "");
  };
  /** @type {Record<string, (...args: any[]) => void>} */
  const listeners = isEmitter
    ? {
        open: to.open,
        message: (data, isBinary) => to.message(typeof data === "string" || isBinary ? data : wordsOf(data)),
        close: (code = 1006, reason = "") => to.close({ code, reason: wordsOf(reason) || fault, wasClean: code !== 1006 }),
        error,
      }
    : {
        open: to.open,
        message: (event) => to.message(event.data),
        close: ({ code = 1006, reason = "", wasClean = code !== 1006 }) => to.close({ code, reason: reason || fault, wasClean }),
        error,
      };
  if (!isEmitter) real.binaryType = "arraybuffer";
  const add = isEmitter ? real.on : real.addEventListener;
  const remove = (isEmitter ? real.removeListener : real.removeEventListener) ?? (() => {});
  for (const [type, listener] of Object.entries(listeners)) add.call(real, type, listener);
  // socketFn may return a socket that is open already.
  if (real.readyState === 1) to.open();
  return () => {
    for (const [type, listener] of Object.entries(listeners)) {
      // An emitter throws an error that nobody listens to.
      if (type !== "error" || !isEmitter) remove.call(real, type, listener);
    }
  };
}
