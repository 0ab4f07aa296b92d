// Runs scripts against our client.

import * as exports from "/rtm.js";
import { Driver } from "./driver.js";
import { defaults, places, runScript } from "./environment.js";
import { scripts } from "./scripts/index.js";

let driver;
window.addEventListener("error", (event) => {
  driver?.uncaught(event.error ?? new Error(event.message));
  event.preventDefault();
});
window.addEventListener("unhandledrejection", (event) => {
  driver?.uncaught(event.reason);
  event.preventDefault();
});

window.runScript = async (name, dialect, workspace) => {
  const { api, control } = places(location.origin, workspace);
  const make = ({ ours, ...options }) => new exports.RTMClient("xoxb-secret", { ...defaults(dialect, api), ...options, ...ours });
  driver = new Driver({ dialect, make, exports, api, control });
  return runScript(driver, scripts.find((script) => script.name === name));
};

await exports.initialize();
window.loaded = true;
