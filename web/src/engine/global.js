// The global object that the Go program sees: its own properties first, then
// the page's. So Go gets our WebSocket and its own `fs`, `process` and `path`,
// the page's globals stay as they are, and a bundler's polyfill of `process`
// cannot make Go believe that it runs in Node.

/**
 * @param {Record<string, unknown>} own
 * @returns {any}
 */
export function privateGlobal(own) {
  return new Proxy(Object.assign({ process: undefined, path: undefined }, own), /** @type {ProxyHandler<any>} */ ({
    __proto__: null, // or a page's Object.prototype.set would be a trap, too
    // An object with the page as its prototype would not do: methods of the
    // page refuse to be called on it ("Illegal invocation").
    get: (target, name) => (Object.hasOwn(target, name) ? Reflect.get(target, name) : Reflect.get(globalThis, name)),
    has: (target, name) => Object.hasOwn(target, name) || name in globalThis,
  }));
}

/**
 * A stand-in for Node's `fs`, through which Go writes what it prints. Go's own
 * stand-in logs it to the console; ours passes it on, since the text of a
 * panic belongs into the error about it.
 * @param {(text: string) => void} print
 */
export function printer(print) {
  const decoder = new TextDecoder();
  const constants = new Proxy({}, /** @type {ProxyHandler<any>} */ ({ __proto__: null, get: () => -1 })); // none means anything here
  const writeSync = (/** @type {number} */ _fd, /** @type {Uint8Array} */ bytes) => {
    print(decoder.decode(bytes));
    return bytes.length;
  };
  return {
    constants,
    writeSync,
    /** @type {(fd: number, bytes: Uint8Array, offset: number, length: number, position: null, callback: (error: null, n: number) => void) => void} */
    write: (fd, bytes, offset, length, _position, callback) => callback(null, writeSync(fd, bytes.subarray(offset, offset + length))),
  };
}
