// Decodes the texts that Go passes to Go's JavaScript. Most are names of
// properties and methods, the same few over and over, which lie where they are
// for good: to look whether one is still there takes a tenth of decoding it.

/** A name is no longer than this. */
const longest = 24;

export class Decoder {
  #decoder = new TextDecoder();
  /** @type {Map<number, string>} by their addresses */
  #names = new Map();

  /** @param {DataView} view of Go's memory */
  decode(view) {
    const name = this.#names.get(view.byteOffset);
    if (name !== undefined && isAt(view, name)) return name;
    const text = this.#decoder.decode(view);
    if (text.length === view.byteLength && text.length <= longest && this.#names.size < 1000) this.#names.set(view.byteOffset, text);
    return text;
  }
}

/**
 * @param {DataView} view
 * @param {string} name in ASCII
 */
function isAt(view, name) {
  const { length } = name;
  if (view.byteLength !== length) return false;
  for (let i = 0; i < length; i++) if (view.getUint8(i) !== name.charCodeAt(i)) return false;
  return true;
}
