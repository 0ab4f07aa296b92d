/**
 * A copy of an object that inherits nothing. A page may have put members into
 * Object.prototype, and whoever reads an object of options would find them there, the
 * browser's own functions too.
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
export function bare(object) {
  return /** @type {any} */ ({ __proto__: null, ...object });
}
