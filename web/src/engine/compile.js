// Gets rtm.wasm and compiles it, while it comes in.

import { bare } from "../client/bare.js";
import { ErrorCode, failure } from "../client/errors.js";
import { checkOf } from "../client/hash.js";

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
  let response;
  try {
    response = await fetch(url, bare({ signal, cache, credentials: /** @type {const} */ ("same-origin"), ...(integrity && !hasHash && { integrity }) }));
  } catch (cause) {
    if (integrity && !hasHash && isCached && !signal.aborted) return compile(url, integrity, signal, "reload");
    throw failure(ErrorCode.InitializeError, `${url} could not be fetched: is it there, served over HTTP, of the same build as rtm.js, and allowed by the page's Content-Security-Policy (connect-src)?`, { cause });
  }
  if (!response.ok) {
    throw failure(ErrorCode.InitializeError, `${url} was answered with HTTP status ${response.status}: put rtm.wasm beside rtm.js, or give initialize() its wasmURL`);
  }
  const type = response.headers.get("Content-Type") ?? "none";
  try {
    const copy = hasHash && response.clone();
    const compiling = /^application\/wasm\s*(;|$)/i.test(type)
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then(WebAssembly.compile);
    const [module, isRight] = await Promise.all([compiling, copy && copy.arrayBuffer().then(hasHash)]);
    if (isRight !== false) return module;
  } catch (cause) {
    if (signal.aborted) throw cause;
    const why = /^(CompileError|TypeError)$/.test(/** @type {any} */ (cause)?.name)
      ? `is not WebAssembly (its type is ${type})`
      : "could not be read";
    throw failure(ErrorCode.InitializeError, `${url} ${why}: is it the file itself, and does the page's Content-Security-Policy allow 'wasm-unsafe-eval'?`, { cause });
  }
  if (isCached) return compile(url, integrity, signal, "reload");
  throw failure(ErrorCode.InitializeError, `${url} has another hash than it should: is it of the same build as rtm.js? If another release was put on the server meanwhile, reload the page`);
}
