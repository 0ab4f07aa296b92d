// Gets rtm.wasm and compiles it, while it comes in.

import { bare } from "../client/bare.js";
import { ErrorCode, failure } from "../client/errors.js";
import { checkOf } from "../client/hash.js";

/**
 * @param {string | URL} url
 * @param {string | undefined} integrity
 * @param {AbortSignal} signal
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(url, integrity, signal) {
  const hasHash = checkOf(integrity);
  let response;
  try {
    response = await fetch(url, bare({ signal, credentials: /** @type {const} */ ("same-origin"), ...(integrity && !hasHash && { integrity }) }));
  } catch (cause) {
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
  throw failure(ErrorCode.InitializeError, `${url} has another hash than it should: is it of the same build as rtm.js?`);
}
