// The fake workspace, seen from outside: what it is told to do, and what it tells.

import assert from "node:assert/strict";

export function workspaceAt(origin, name) {
  const control = `${origin}/workspaces/${name}/control/`;

  /** Does a verb of rtm/rtmtest/control.go. */
  async function does(verb, fields = {}) {
    const response = await fetch(control + verb, { method: "POST", body: new URLSearchParams(fields) });
    assert.ok(response.ok, `${verb}: ${response.status}`);
    return (await response.json()).result;
  }

  return {
    does,
    /** What it received and sent since the last call. */
    takeLog: () => does("take-log"),
    /** How many sockets are open, and how many have been opened. */
    sockets: async () => (await (await fetch(`${control}log`)).json()).sockets,
    opened: async () => (await (await fetch(`${control}log`)).json()).opened,
  };
}
