// The network comes and goes.

import { flap } from "./deeds.js";
import { accountFor, becomes, canSend, haveSockets, hears, inModes, newWorkspace, openTab, readyTabs, say, script, socketsOf } from "./tabs.js";

const soon = { retryConfig: { forever: true, minTimeout: 1, maxTimeout: 50 } };

/** What befalls the socket while the network flaps. */
const losses = { "holds": [], "is cut": ["drop"], "is dead": ["half-open"] };

for (const [what, verbs] of Object.entries(losses)) {
  inModes(`the network flaps four times at once, and the socket ${what}: no tab is stuck, and nothing is lost without a gap`, async (t, mode) => {
    const { workspace, tabs, sockets } = await readyTabs(t, mode, 3, { ...soon, clientPingTimeout: 1_000, serverPongTimeout: 500 });
    const said = [await say(workspace, "before")];
    for (const tab of tabs) await hears(tab, "before");
    for (const verb of verbs) await script(workspace, verb);
    await Promise.all(tabs.map((tab) => flap(tab, 4)));
    said.push(await say(workspace, "meanwhile"));
    await Promise.all(tabs.map((tab) => flap(tab, 4)));
    for (const tab of tabs) await becomes(tab, "ready");
    await accountFor(workspace, tabs, said);
    await canSend(tabs);
    // A browser closes one that is dead after a minute.
    if (what !== "is dead") await haveSockets(workspace, sockets);
  });
}

inModes("it flaps while a session begins", async (t, mode) => {
  const workspace = newWorkspace();
  const tabs = [];
  for (let i = 0; i < 3; i++) tabs.push(await openTab(t, mode, workspace, soon));
  await script(workspace, "stall-calls");
  for (const tab of tabs) await tab.evaluate(() => void rtm.start());
  for (const tab of tabs) await becomes(tab, "authenticating"); // what it needs of the server is loaded
  await Promise.all(tabs.map((tab) => flap(tab, 4)));
  await script(workspace, "stall-calls", { on: false });
  await Promise.all(tabs.map((tab) => flap(tab, 4)));
  for (const tab of tabs) await becomes(tab, "ready");
  await canSend(tabs);
  await haveSockets(workspace, socketsOf(mode, 3));
});
