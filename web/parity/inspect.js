// Values as text that can be compared: what differs from run to run is left out.

/** Members of errors that are left out: those that ours adds, what led to the error, and those of v4's library for retries. */
const leftOut = new Set(["delivered", "messageId", "text", "cause", "original", "stack", "message", "name", "attemptNumber", "retriesLeft"]);

/**
 * @param {any} value
 * @returns {string}
 */
export function inspect(value) {
  if (typeof value === "string") return `"${steady(value)}"`;
  if (typeof value === "function") return "Function";
  if (value === null || typeof value !== "object") return String(value);
  if (value instanceof Error) return inspectError(value);
  if (Array.isArray(value)) return `[${value.map(inspect).join(", ")}]`;
  if (value.constructor?.name === "CloseEvent") return `CloseEvent${members({ code: value.code, reason: value.reason })}`;
  if (value.constructor?.name === "Buffer") return `Buffer`;
  if (typeof value.then === "function") return "Promise";
  return members(typeof value.toJSON === "function" ? value.toJSON() : value);
}

/**
 * An error by its code, or else by its message: ours says more in its messages.
 * @param {any} error
 */
function inspectError(error) {
  const own = Object.fromEntries(Object.entries(error).filter(([key]) => key !== "code" && !leftOut.has(key)));
  const name = error.constructor.name === "TypeError" ? "TypeError" : "Error";
  const rest = Object.keys(own).length > 0 ? members(own) : "";
  return `${name}(${error.code ?? steady(error.message)})${rest}`;
}

/** @param {object} object */
function members(object) {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined).sort();
  return `{${keys.map((key) => `${key}: ${key === "headers" ? "..." : inspect(object[key])}`).join(", ")}}`;
}

/**
 * Timestamps and addresses differ from run to run.
 * @param {string} text
 */
function steady(text) {
  return text
    .replace(/\b\d{10}\.\d{6}\b/g, "<ts>")
    .replace(/wss?:\/\/[^\s"\\]*/g, "<url>")
    .replace(/127\.0\.0\.1:\d+/g, "<host>")
    .replace(/https?:\/\/[^\s"\\]*/g, "<url>");
}
