// What the Content-Security-Policy of this page or worker forbids. The error of what it
// forbids does not say so; an event does.

import { nextTask } from "../engine/task.js";

/**
 * Watches whether the policy forbids the connection to an address.
 * @param {string} url
 */
export function watchPolicy(url) {
  let isForbidden = false;
  const note = (/** @type {any} */ { disposition, effectiveDirective, blockedURI }) => {
    // Of an address that is not HTTP the event has the scheme alone.
    if (disposition === "enforce" && effectiveDirective === "connect-src" && url.startsWith(blockedURI)) isForbidden = true;
  };
  globalThis.addEventListener?.("securitypolicyviolation", note);
  return {
    /** Whether it has: the event may come a task later than the error. */
    async forbids() {
      await new Promise((/** @type {(value?: any) => void} */ resolve) => nextTask(resolve));
      return isForbidden;
    },
    end: () => globalThis.removeEventListener?.("securitypolicyviolation", note),
  };
}

/**
 * What `connect-src` needs for Slack's sockets, or for GovSlack's: answers name hosts of both
 * domains. (The reason of a close has room for 123 bytes.)
 * @param {string} url of the Web API, or of a socket
 */
export const socketHosts = (url) => (/[./]slack-gov\.com/.test(url) ? "wss://*.slack-gov.com" : "wss://*.slack.com wss://*.slack-msgs.com");

/** Whether the policy forbids WebAssembly: it forbids the smallest module, too. */
export function forbidsWasm() {
  try {
    return !new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  } catch {
    return true;
  }
}
