// Notes the page's globals before the client is there. Nothing is imported at
// once, since imports come before everything else.

const names = new Set(Object.getOwnPropertyNames(globalThis));
const { WebSocket, setTimeout, fetch } = globalThis;

/** What has become of the globals: the names that are new, and what was replaced. */
window.changes = () => ({
  added: Object.getOwnPropertyNames(globalThis).filter((name) => !names.has(name)),
  replaced: Object.entries({ WebSocket, setTimeout, fetch }).filter(([name, value]) => globalThis[name] !== value).map(([name]) => name),
});
names.add("changes").add("loaded");

window.loaded = true;
