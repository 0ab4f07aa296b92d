// Which build a file is of. The files of a build are made for each other. What is told
// apart here would else fail later, in ways that nobody understands.

import { ErrorCode, failure } from "../client/errors.js";

/**
 * The build that a program says it is of: see web/bundle/stamp.go.
 * @param {WebAssembly.Module} module
 */
export function stampOf(module) {
  const [section] = WebAssembly.Module.customSections(module, "rtmwasm");
  return section ? new TextDecoder().decode(section) : "unknown";
}

/**
 * @param {string} what
 * @param {string} build that it is of
 * @param {string} [ours] that rtm.js is of
 */
export function checkBuild(what, build, ours = WASM_BUILD) {
  if (build !== ours) throw failure(ErrorCode.InitializeError, `rtm.js is of build ${ours}, but ${what} is of build ${build}: take all files from one release; if another was put on the server meanwhile, reload the page`);
}
