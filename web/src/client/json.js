// JSON texts of what callers hand over. Old libraries gave Object.prototype and
// Array.prototype a toJSON, which would alter what is sent. That of an object itself or of
// its class, such as a Date's, is meant.

const altered = () => [Object.prototype, Array.prototype].flatMap((prototype) => (Object.hasOwn(prototype, "toJSON") ? /** @type {any} */ (prototype).toJSON : []));

/**
 * @param {unknown} value
 * @returns {string} undefined of what has no text, as from JSON.stringify
 */
export function stringify(value) {
  const foreign = altered();
  return JSON.stringify(foreign.length > 0 ? bare(value, "", foreign) : value);
}

/**
 * A copy for JSON.stringify, in which nothing has a toJSON.
 * @param {any} value
 * @param {string} key
 * @param {unknown[]} foreign the functions that are not the object's
 * @returns {any}
 */
function bare(value, key, foreign) {
  if (typeof value?.toJSON === "function" && !foreign.includes(value.toJSON)) value = value.toJSON(key);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return value.valueOf();
  /** @type {any} */
  const copy = Array.isArray(value) ? [] : Object.create(null);
  for (const name of Object.keys(value)) copy[name] = bare(value[name], name, foreign);
  if (!Array.isArray(copy)) return copy;
  copy.length = value.length;
  return Object.defineProperty(copy, "toJSON", /** @type {PropertyDescriptor} */ ({ __proto__: null, value: undefined }));
}
