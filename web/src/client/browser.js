// Whether this browser is new enough. One that is older by much cannot even read these files.

import { ErrorCode, failure } from "./errors.js";

/** What is needed, and came to a browser after the syntax of these files did. */
const needed = ["WebAssembly", "AbortSignal.timeout", "AbortSignal.prototype.throwIfAborted", "URL.canParse", "structuredClone"];

/** Throws if something is missing. */
export function needBrowser() {
  const missing = needed.filter((name) => !name.split(".").reduce((/** @type {any} */ at, key) => at?.[key], globalThis));
  if (missing.length > 0) throw failure(ErrorCode.InitializeError, `This browser has no ${missing.join(" and no ")}: update it, unless that is turned off in it. Chrome 120, Edge 120, Firefox 115, Safari 17 and later have all that the client needs`);
}
