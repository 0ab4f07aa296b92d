// All scripts. Each has a name, what it runs, and which of the official clients
// it concerns; most concern both.

import connection from "./connection.js";
import disconnecting from "./disconnecting.js";
import frames from "./frames.js";
import listeners from "./listeners.js";
import liveness from "./liveness.js";
import ownSends from "./own-sends.js";
import refusals from "./refusals.js";
import sending from "./sending.js";
import start from "./start.js";
import store from "./store.js";

export const scripts = Object.entries({ start, refusals, connection, frames, sending: { ...sending, ...ownSends }, listeners, liveness, disconnecting, store })
  .flatMap(([theme, named]) => Object.entries(named).map(([name, script]) => {
    const { run = script, clients = ["v3", "v4"] } = script;
    return { theme, name, run, clients };
  }));
