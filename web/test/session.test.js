import assert from "node:assert/strict";
import test from "node:test";
import { inPage } from "./browser.js";

test("start resolves with Slack's answer, and the events come in v4's order", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = client();
    const events = record(rtm, "connecting", "authenticated", "connected", "hello", "ready", "disconnecting", "disconnected");
    const properties = {};
    for (const event of [...events, "connecting", "authenticated", "connected", "ready", "disconnected"]) {
      rtm.on(event, () => (properties[event] = [rtm.authenticated, rtm.connected, rtm.activeUserId, rtm.activeTeamId, rtm.state]));
    }
    const ready = once(rtm, "ready");
    const response = await rtm.start();
    await ready;
    await rtm.disconnect();
    return { events, properties, response };
  });
  assert.deepEqual(seen.events, ["connecting", "authenticated", "connected", "hello", "ready", "disconnecting", "disconnected"]);
  assert.equal(seen.response.ok, true);
  assert.equal(seen.response.self.id, "U00000BOT");
  assert.deepEqual(seen.properties, {
    connecting: [false, false, undefined, undefined, "authenticating"].map((v) => v ?? null),
    authenticated: [true, false, "U00000BOT", "T0000001", "authenticated"],
    connected: [true, true, "U00000BOT", "T0000001", "connected"],
    ready: [true, true, "U00000BOT", "T0000001", "ready"],
    disconnected: [false, false, null, null, "disconnected"],
  });
});

test("2,000 messages and a close with 4001: all arrive in order, then the close with its code and reason", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient();
    const order = [];
    rtm.on("message", (event) => order.push(event.text));
    const lost = once(rtm, "error");
    const reconnecting = new Promise((resolve) => rtm.once("reconnecting", () => resolve(order.length)));
    await slack("flood", { count: 2000, size: 300, code: 4001, reason: "enough" });
    const [error] = await lost;
    const before = await reconnecting;
    await rtm.disconnect();
    return { order: order.map((text) => Number(text.match(/\d+/)[0])), before, error: plain(error) };
  });
  assert.equal(seen.before, 2000);
  assert.deepEqual(seen.order, seen.order.toSorted((a, b) => a - b));
  assert.match(seen.error.message, /4001: enough/);
});
