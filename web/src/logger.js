/** The levels of the log, from the least grave to the gravest, with v4's words. */
export const LogLevel = Object.freeze({ ERROR: "error", WARN: "warn", INFO: "info", DEBUG: "debug" });

const severity = ["debug", "info", "warn", "error"];

/**
 * A function that logs a line. `logger` is an object with a method for each
 * level, or a function that is called with (level, text): v4 takes both.
 * @param {any} logger
 * @param {string | undefined} logLevel
 * @returns {(level: string, text: string) => void}
 */
export function logTo(logger, logLevel) {
  const least = severity.indexOf(logLevel ?? "warn");
  if (typeof logger === "function") {
    return (level, text) => {
      if (severity.indexOf(level) >= least) logger(level, text);
    };
  }
  if (logger) {
    // An object has a level of its own, as in v4.
    logger.setName?.("rtmwasm:RTMClient");
    if (logLevel) logger.setLevel?.(logLevel);
    return (level, text) => logger[level](text);
  }
  return (level, text) => {
    if (severity.indexOf(level) >= least) /** @type {any} */ (console)[level](`[rtmwasm] ${text}`);
  };
}

/** @param {unknown} level */
export function isLogLevel(level) {
  return severity.includes(/** @type {string} */ (level));
}
