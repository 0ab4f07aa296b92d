// Calls of Go's as one text, in the form of jsbridge/args.go: each value that
// crosses by itself costs as much as all of a text.

const callSeparator = "\x1e";
const valueSeparator = "\x1f";
const missing = "\0";

/**
 * A call as text; undefined if it has values that cannot be told so.
 * @param {any[]} call
 */
export function asText(call) {
  const texts = [];
  for (const value of call) {
    if (value === undefined || value === null) texts.push(missing);
    else if (typeof value === "object" || typeof value === "string" && /[\0\x1e\x1f]/.test(value)) return;
    else texts.push(value);
  }
  return texts.join(valueSeparator);
}

/** @param {string[]} calls */
export function together(calls) {
  return calls.join(callSeparator);
}
