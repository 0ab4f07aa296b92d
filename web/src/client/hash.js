// Checks the hash of rtm.wasm. The browser would, if fetch were given the
// `integrity`, but then it holds the file back until all of it is there, and
// nothing is compiled meanwhile.

/** A hash in the words of Subresource Integrity. Browsers check nothing if they are given anything else. */
const form = /^(sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)$/;

/** @type {import("./checks.js").Kind} */
export const integrityKind = [
  (v) => v === false || (typeof v === "string" && v.split(/\s+/).every((hash) => form.test(hash))),
  'a hash such as "sha384-...", with all of its characters, or false',
];

/**
 * A function that says whether bytes have a hash; nothing where the browser must say
 * it: pages that are not secure have no crypto.subtle, and several hashes are rare.
 * @param {string | undefined} integrity
 */
export function checkOf(integrity) {
  const [, bits, hash] = integrity?.match(/^sha(\d+)-(\S+)$/) ?? [];
  const { subtle } = crypto;
  if (!hash || !subtle) return;
  return async (/** @type {ArrayBuffer} */ bytes) => btoa(String.fromCharCode(...new Uint8Array(await subtle.digest(`SHA-${bits}`, bytes)))) === hash;
}
