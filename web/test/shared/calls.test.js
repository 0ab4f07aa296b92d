// Calls of the Web API by tabs that share a session: they go out with its token.

import assert from "node:assert/strict";
import { begin, inMode, newWorkspace, openTab, readyTab } from "./tabs.js";

inMode("shared", "the token of the session is told to no other tab, though that has a webClient", async (t, mode) => {
  const workspace = newWorkspace();
  const first = await readyTab(t, mode, workspace, { shared: "one" });
  const second = await openTab(t, mode, workspace);
  await second.evaluate(() => {
    window.asked = [];
    window.rtm = client({
      shared: "one",
      webClient: {
        async apiCall(...call) {
          asked.push(call);
          return { ok: true };
        },
      },
    });
  });
  await begin(second);
  const { ok, user_id } = await first.evaluate(() => rtm.call("auth.test"));
  assert.deepEqual([ok, typeof user_id], [true, "string"]);
  assert.deepEqual(await second.evaluate("asked"), []);
});
