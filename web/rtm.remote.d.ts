/**
 * `rtm.remote.js` is what a page needs of the package if Go is in a worker. `rtm.js` loads it
 * by itself; nothing of it is for others.
 */

export {};
