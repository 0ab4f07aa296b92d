const { toString } = Object.prototype;

/**
 * What a value says that it is, such as "URL" or "AbortSignal". What comes from another
 * window, an iframe's for instance, says the same, and is no `instanceof` ours.
 * @param {unknown} value
 */
export function tagOf(value) {
  return toString.call(value).slice("[object ".length, -1);
}
