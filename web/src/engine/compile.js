// Gets rtm.wasm and compiles it, while it comes in.

import { bare } from "../client/bare.js";
import { ErrorCode, failure } from "../client/errors.js";
import { checkOf } from "../client/hash.js";
import { forbidsWasm, watchPolicy } from "../client/policy.js";

/**
 * @param {string | URL} url
 * @param {string | undefined} integrity
 * @param {AbortSignal} signal
 * @param {RequestCache} [cache]
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(url, integrity, signal, cache = "default") {
  const hasHash = checkOf(integrity);
  // What a cache has may have come while another release was put on the server, and be
  // kept for long: so what has another hash than it should is asked for once more, past it.
  const isCached = cache === "default";
  const address = new URL(url, globalThis.location?.href);
  const policy = watchPolicy(address.href);
  let response;
  try {
    response = await fetch(url, bare({ signal, cache, credentials: /** @type {const} */ ("same-origin"), ...(integrity && !hasHash && { integrity }) }));
  } catch (cause) {
    if (integrity && !hasHash && isCached && !signal.aborted) return compile(url, integrity, signal, "reload");
    throw failure(ErrorCode.InitializeError, `${url} could not be fetched: ${await whyNot(address, policy)}`, { cause });
  } finally {
    policy.end();
  }
  if (!response.ok) {
    throw failure(ErrorCode.InitializeError, `${url} was answered with HTTP status ${response.status}: put rtm.wasm beside rtm.js (esbuild, for one, does not copy it), or give initialize() its wasmURL`);
  }
  const type = response.headers.get("Content-Type") ?? "none";
  if (/^text\/html\b/i.test(type)) {
    throw failure(ErrorCode.InitializeError, `${url} was answered with a page (${type}), as servers do for what they do not have: put rtm.wasm there, or give initialize() its wasmURL. In Vite's configuration set optimizeDeps: { exclude: ["rtmwasm"] }; after a build of esbuild copy rtm.wasm beside the bundle`);
  }
  try {
    const copy = hasHash && response.clone();
    const compiling = /^application\/wasm\s*(;|$)/i.test(type)
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then(WebAssembly.compile);
    const [module, isRight] = await Promise.all([compiling, copy && copy.arrayBuffer().then(hasHash)]);
    if (isRight !== false) return module;
  } catch (cause) {
    if (signal.aborted) throw cause;
    if (forbidsWasm()) throw failure(ErrorCode.InitializeError, "The Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src", { cause });
    const why = /^(CompileError|TypeError)$/.test(/** @type {any} */ (cause)?.name)
      ? `is not WebAssembly (its type is ${type})`
      : "could not be read";
    throw failure(ErrorCode.InitializeError, `${url} ${why}: is it the file itself, and whole?`, { cause });
  }
  if (isCached) return compile(url, integrity, signal, "reload");
  throw failure(ErrorCode.InitializeError, `${url} has another hash than it should: is it of the same build as rtm.js? If another release was put on the server meanwhile, reload the page`);
}

/**
 * Why an address could not be fetched, and what to do.
 * @param {URL} address
 * @param {ReturnType<typeof watchPolicy>} policy
 */
async function whyNot({ origin }, policy) {
  const { document, location, process } = /** @type {any} */ (globalThis);
  if (process?.versions?.node && !document) return "this is Node, and the client is for web pages. In a program of Go use package rtm";
  if (await policy.forbids()) return `the Content-Security-Policy forbids it: add ${origin === location.origin ? "'self'" : origin} to its connect-src`;
  if (origin !== location.origin) return `it is of another origin. Is it there, and does its server send Access-Control-Allow-Origin?`;
  return "is it there, served over HTTP, and of the same build as rtm.js?";
}
