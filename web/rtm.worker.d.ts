/**
 * `rtm.worker.js` is the worker in which Go is. `rtm.js` starts it; it exports nothing.
 */

export {};
