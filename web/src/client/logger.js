import { hasMethods } from "./checks.js";
import { report } from "./report.js";

/** The levels of the log, from the least grave to the gravest, with v4's words. */
export const LogLevel = Object.freeze({ ERROR: "error", WARN: "warn", INFO: "info", DEBUG: "debug" });

const severity = ["debug", "info", "warn", "error"];

/** @typedef {(level: string, text: string) => void} Log */

/**
 * A function that logs a line. `logger` is an object with a method for each
 * level, or a function that is called with (level, text): v4 takes both. What
 * it throws is reported, and disturbs nothing.
 * @param {any} logger
 * @param {string | undefined} logLevel
 * @returns {Log}
 */
export function logTo(logger, logLevel) {
  const write = writer(logger, logLevel);
  return (level, text) => {
    try {
      write(level, text);
    } catch (error) {
      report(error);
    }
  };
}

/**
 * @param {any} logger
 * @param {string | undefined} logLevel
 * @returns {Log}
 */
function writer(logger, logLevel) {
  const least = severity.indexOf(logLevel ?? "warn"); // -1 for v3's own, which lets everything through
  if (typeof logger === "function") {
    return (level, text) => {
      if (severity.indexOf(level) >= least) logger(level, text);
    };
  }
  if (logger) {
    // An object has a level of its own, as in v4.
    logger.setName?.("rtmwasm:RTMClient");
    if (logLevel) logger.setLevel?.(severity[least] ?? "debug");
    return (level, text) => logger[level](text);
  }
  return (level, text) => {
    if (severity.indexOf(level) >= least) /** @type {any} */ (console)[level](`[rtmwasm] ${text}`);
  };
}

/** @type {import("./checks.js").Kind} */
export const loggerKind = [(v) => typeof v === "function" || hasMethods(v, ...severity), "a function (level, text), or an object with the methods debug, info, warn and error"];

/**
 * v3's "verbose" and "silly" are less grave than all of ours.
 * @type {import("./checks.js").Kind}
 */
export const logLevelKind = [(v) => [...severity, "verbose", "silly"].includes(v), 'one of LogLevel: "debug", "info", "warn" or "error" (or v3\'s "verbose" or "silly")'];
