// What users' functions throw goes where the page's own uncaught errors go.

/**
 * Reports what a listener threw, as the page does with its own listeners.
 * @param {unknown} error
 */
export function report(error) {
  if (typeof reportError === "function") reportError(error);
  else console.error(error);
}
