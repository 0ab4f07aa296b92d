// What a server does that renders pages whose scripts use the package.

globalThis.crypto ??= (await import("node:crypto")).webcrypto; // which Node 18 has there only
const globals = new Set(Reflect.ownKeys(globalThis));
const resources = process.getActiveResourcesInfo();
const { RTM_EVENTS, RTMClient } = await import("rtmwasm");

const rtm = new RTMClient("xoxb-1");
rtm.on(RTM_EVENTS.MESSAGE, () => {});
const seen = {
  globals: Reflect.ownKeys(globalThis).filter((name) => !globals.has(name)).map(String),
  resources: process.getActiveResourcesInfo().slice(resources.length),
};
// What start() delivers, it does by a MessagePort, which Node would wait for.
const { code, message } = await rtm.start().catch((error) => error);
console.log(JSON.stringify({ ...seen, error: { code, message } }));
process.exit();
