// A worker of another release: it says that the program runs, at once.

const connect = ({ ports: [port] }) => {
  port.onmessage = ({ data: [name] }) => name === "load" && port.postMessage(["running", "", "of another release"]);
};
if ("onconnect" in globalThis) globalThis.onconnect = connect;
else globalThis.onmessage = connect;
