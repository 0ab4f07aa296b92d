/**
 * What `rtm.engine.js` has: the part of the package that runs the program in this thread. A
 * page's `rtm.js` loads it by itself. A service worker, which has no `import()`, imports it
 * and gives it to `initialize`:
 *
 * ```js
 * import { initialize } from "rtmwasm";
 * import * as engine from "rtmwasm/rtm.engine.js";
 *
 * await initialize({ engine });
 * ```
 */

/** Runs the program. It is for `rtm.js` alone. */
export declare const Engine: unknown;

/** The build that the file is of: that of `rtm.js` must be the same. */
export declare const builtWith: string;

/** Has the file take the time from where `rtm.js` takes it. It is for `rtm.js` alone. */
export declare const takeClock: unknown;
