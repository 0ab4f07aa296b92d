// Tells the clients what happens to the page. What follows from it, Go decides:
// here the page is only heard.

/**
 * @typedef {object} Watcher
 * @property {() => void} sleep the page is put away, perhaps into the back/forward cache
 * @property {() => void} wake time may have passed unnoticed, or the network changed
 */

/** @type {Set<Watcher>} those of clients that want a session */
const watchers = new Set();

/** @param {Watcher} watcher */
export function watch(watcher) {
  if (watchers.size === 0) listen(addEventListener);
  watchers.add(watcher);
}

/** @param {Watcher} watcher */
export function unwatch(watcher) {
  if (watchers.delete(watcher) && watchers.size === 0) listen(removeEventListener);
}

/**
 * A page that has an open socket may not enter the back/forward cache, so
 * pagehide must close it before it returns. `freeze` needs nothing: a frozen
 * page runs no timers, and `resume` has the link probed. navigator.onLine and
 * its events are hints, not facts: they too only have the link probed.
 * @param {typeof addEventListener} change adds or removes a listener
 */
function listen(change) {
  change("pagehide", sleep);
  change("pageshow", wakeIfRestored);
  change("online", wake);
  change("offline", wake);
  if (typeof document === "undefined") return; // a worker
  const changeOfDocument = change === addEventListener ? document.addEventListener : document.removeEventListener;
  changeOfDocument.call(document, "visibilitychange", wakeIfVisible);
  changeOfDocument.call(document, "resume", wake);
}

function sleep() {
  for (const watcher of [...watchers]) watcher.sleep();
}

function wake() {
  for (const watcher of [...watchers]) watcher.wake();
}

/** @param {Event} event */
function wakeIfRestored(event) {
  if (/** @type {PageTransitionEvent} */ (event).persisted) wake();
}

function wakeIfVisible() {
  if (document.visibilityState === "visible") wake();
}
