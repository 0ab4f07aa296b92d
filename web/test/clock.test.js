// Somebody sets the clock of the machine, in either direction: no wait ends early,
// and none lasts longer. Go is in the page, whose clock a test can set.

import assert from "node:assert/strict";
import { openPage, testInPage } from "./browser.js";

/** A page whose wall clock `setClock` sets, by milliseconds. */
const pageWithClock = (t) => openPage(t, {
  prepare: (page) => page.evaluateOnNewDocument(() => {
    const RealDate = Date;
    let ahead = 0;
    window.setClock = (by) => (ahead += by);
    window.Date = class extends RealDate {
      constructor(...args) {
        super(...(args.length > 0 ? args : [RealDate.now() + ahead]));
      }
      static now() {
        return RealDate.now() + ahead;
      }
    };
  }),
});

for (const [direction, hours] of [["forward", 1], ["back", -1]]) {
  testInPage(`a clock that is set ${direction} gives up no send and no connection`, async (t) => {
    const page = await pageWithClock(t);
    const seen = await page.evaluate(async (by) => {
      const rtm = await readyClient({ clientPingTimeout: 400, serverPongTimeout: 300 });
      const states = record(rtm, "state");
      await slack("hold-acks");
      const sent = rtm.sendMessage("hello", "C0GENERAL");
      await once(rtm, "latency"); // Go knows of the send by now
      setClock(by);
      dispatchEvent(new Event("online")); // so that Go looks at the clock
      for (let pongs = 0; pongs < 4; pongs++) await once(rtm, "latency"); // in which a late wait would have ended
      await slack("hold-acks", { on: false });
      const { ok } = await sent;
      return { ok, states, opened: (await slackLog()).opened };
    }, hours * 3_600_000);
    assert.deepEqual(seen, { ok: true, states: [], opened: 1 });
  });
}

testInPage("a clock that is set forward shortens no pause that Slack has asked for", async (t) => {
  const page = await pageWithClock(t);
  const calls = await page.evaluate(async () => {
    await slack("rate-limit", { after: 3600 });
    const rtm = client();
    const pausing = inState(rtm, "reconnecting");
    rtm.start();
    await pausing;
    setClock(2 * 3_600_000);
    dispatchEvent(new Event("online"));
    rtm.stats(); // asks Go, which has dealt with all before
    await rtm.call("auth.test");
    return (await slackLog()).calls.map(({ method }) => method);
  });
  assert.deepEqual(calls, ["rtm.connect", "auth.test"]);
});

testInPage("a clock that is set forward ends nobody's typing", async (t) => {
  const page = await pageWithClock(t);
  const typing = await page.evaluate(async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await dataStore.load(rtm);
    dataStore.getChannelById("C0GENERAL").startedTyping("U0000ANNA");
    setClock(3_600_000);
    return dataStore.getChannelById("C0GENERAL").getTypingUsers();
  });
  assert.deepEqual(typing, ["U0000ANNA"]);
});
