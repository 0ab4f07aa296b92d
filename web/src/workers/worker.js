// A worker in which Go and the sockets are: a dedicated one, of initialize({worker: true}),
// or a SharedWorker, of the option `shared`. Each client in a page comes with a MessagePort.
//
// What is said there is described in protocol.md.

import { Host } from "./host.js";

const scope = /** @type {any} */ (globalThis);
const isShared = "onconnect" in scope;
const host = new Host(isShared);

scope[isShared ? "onconnect" : "onmessage"] = (/** @type {MessageEvent} */ { ports: [port] }) => host.connect(port);

// The page may have made this worker of a Blob, and can let go of that now.
if (!isShared) scope.postMessage("begun");

// What ends Go leaves the worker's stack too, after the pages have been told.
addEventListener("error", (event) => {
  if (host.isBroken) event.preventDefault();
});
