// Checks the hash of rtm.wasm. The browser would, if fetch were given the
// `integrity`, but then it holds the file back until all of it is there, and
// nothing is compiled meanwhile.

/**
 * A function that says whether bytes have a hash, in the words of Subresource
 * Integrity; nothing where the browser must say it: pages that are not secure
 * have no crypto.subtle, and several hashes are rare.
 * @param {string | undefined} integrity
 */
export function checkOf(integrity) {
  const [, bits, hash] = integrity?.match(/^sha(256|384|512)-([\w+/]+=*)$/) ?? [];
  const { subtle } = crypto;
  if (!hash || !subtle) return;
  return async (/** @type {ArrayBuffer} */ bytes) => btoa(String.fromCharCode(...new Uint8Array(await subtle.digest(`SHA-${bits}`, bytes)))) === hash;
}
