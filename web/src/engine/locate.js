import { ErrorCode, failure } from "../client/errors.js";

/**
 * The address of a file that is beside this one. Each `find` has in it the expression that
 * bundlers know. Where a bundle is no module, that knows no address.
 * @param {() => URL} find
 * @param {string} option of initialize(), that says it otherwise
 */
export function locate(find, option) {
  try {
    return find();
  } catch (cause) {
    throw failure(ErrorCode.InitializeError, `The script does not know where it is, since it has no import.meta.url: give initialize() the ${option}, or have the bundler make an ES module (esbuild: --format=esm)`, { cause });
  }
}
