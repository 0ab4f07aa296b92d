/**
 * What `rtm.iife.js` is for: a page without modules. As the script of a tag it sets the
 * global `rtmwasm`, which has what `rtm.js` exports.
 */

import type * as client from "./rtm.js";

declare global {
  /** The package. */
  var rtmwasm: typeof client;
}

export {};
