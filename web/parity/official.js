// A process that runs scripts against an official client. Usage, by run.js:
// official.js v3|v4 origin

import { createRequire } from "node:module";
import { Driver } from "./driver.js";
import { defaults, places, runScript } from "./environment.js";
import { scripts } from "./scripts/index.js";

const [, , dialect, origin] = process.argv;
const require = createRequire(import.meta.url);
const exports = require(`slack-client-${dialect}`);
const { RtmClient, RTMClient = RtmClient } = exports;

// v4 takes the null that today's Node gives a callback of a write for an error.
// Node of its time gave undefined.
if (dialect === "v4") {
  const { prototype } = createRequire(require.resolve("slack-client-v4"))("ws");
  const { send } = prototype;
  prototype.send = function (data, callback) {
    return send.call(this, data, (error) => callback(error ?? undefined));
  };
}

let driver;
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => driver?.uncaught(error));

process.on("message", async ({ name, workspace }) => {
  const { api, control } = places(origin, workspace);
  const make = ({ ours, ...options }) => new RTMClient("xoxb-secret", { ...defaults(dialect, api), ...options });
  driver = new Driver({ dialect, make, exports, api, control });
  process.send(await runScript(driver, scripts.find((script) => script.name === name)));
});
process.on("disconnect", () => process.exit());
process.send("ready");
