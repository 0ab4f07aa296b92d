// A client whose session has ended is let go, whatever has ended it: nothing of the
// package holds it, and another start makes it known anew.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage, inWorker, kind, openPage } from "./browser.js";

const options = { timeout: 60_000, skip: kind === "firefox" && "a page of Firefox cannot be made to collect garbage" };

/** How clients may come to their end. Each function runs in the page, with a client. */
const ends = {
  "by disconnect()": {
    end: async (rtm) => {
      await rtm.start();
      await rtm.disconnect();
    },
  },
  "by a refusal for good": {
    before: ["refuse", { code: "invalid_auth", n: -1 }],
    end: (rtm) => rtm.start().catch(() => {}),
  },
  "with its socket, without autoReconnect": {
    options: { autoReconnect: false },
    end: async (rtm) => {
      const over = once(rtm, "disconnected");
      await readied(rtm);
      rtm.handleWsClose(1006);
      await over;
    },
  },
  "with its first attempt, without autoReconnect": {
    before: ["fail-calls", { n: -1 }],
    options: { autoReconnect: false },
    end: (rtm) => rtm.start().catch(() => {}),
  },
  "when its start is aborted": {
    before: ["stall-calls", { on: true }],
    end: async (rtm) => {
      const controller = new AbortController();
      const over = once(rtm, "disconnected");
      const connecting = once(rtm, "connecting");
      rtm.start({ signal: controller.signal });
      await connecting;
      controller.abort();
      await over;
    },
  },
  "when its start is aborted by a signal that stays": {
    before: ["stall-calls", { on: true }],
    end: async (rtm) => {
      window.signals ??= [];
      const controller = new AbortController();
      signals.push(controller);
      const over = once(rtm, "disconnected");
      const connecting = once(rtm, "connecting");
      rtm.start({ signal: controller.signal });
      await connecting;
      controller.abort();
      await over;
    },
  },
  "by disconnect(), from a shared session": {
    options: { shared: true },
    end: async (rtm) => {
      await rtm.start();
      await rtm.disconnect();
    },
  },
  "by a refusal for good, from a shared session": {
    before: ["refuse", { code: "invalid_auth", n: -1 }],
    options: { shared: true },
    end: (rtm) => rtm.start().catch(() => {}),
  },
  "with a call to the Web API, and no session": {
    end: (rtm) => rtm.call("auth.test"),
  },
};

const count = 60;

for (const [how, { before = ["drop"], options: given = {}, end }] of Object.entries(ends)) {
  test(`${count} clients that have ended ${how} are let go`, options, async (t) => {
    const page = await openPage(t);
    await page.evaluate(`window.end = ${end}`);
    await page.evaluate(async (count, before, given) => {
      window.readied = async (rtm) => {
        const ready = once(rtm, "ready");
        await rtm.start();
        await ready;
      };
      await slack(...before);
      window.refs = [];
      window.goes = [];
      for (let i = 0; i < count; i++) {
        const rtm = new RTMClient("xoxb-secret", { slackApiUrl: apiURL(), logger: () => {}, ...given });
        await end(rtm);
        refs.push(new WeakRef(rtm));
        goes.push("goroutines" in rtm.stats());
      }
    }, count, before, given);
    const session = await page.createCDPSession();
    // What was on the stack, and timers that are about to fire, hold some for a moment.
    let held;
    for (let times = 0; times < 30; times++) {
      await session.send("HeapProfiler.collectGarbage");
      held = await page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve([refs.filter((ref) => ref.deref()).length, goes.filter(Boolean).length]), 50)));
      if (held[0] <= 1) break;
    }
    assert.ok(held[0] <= 1, `${held[0]} clients are held`); // the newest may be, by what the browser keeps of its last task
    assert.equal(held[1], 0, "Go knows as many");
  });
}

test("a session that ended by itself and is started again tells of the gap, and follows whom it did", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ autoReconnect: false });
    await rtm.subscribePresence(["U0000ANNA"]);
    const heard = once(rtm, "message");
    const last = await slack("say", { text: "the last that is heard" });
    await heard;
    const over = once(rtm, "disconnected");
    await slack("drop");
    const [why] = await over;
    const closed = !("goroutines" in rtm.stats());
    await rtm.call("auth.test"); // which opens and closes the client, and forgets nothing
    const told = once(rtm, "gap");
    const followed = once(rtm, "presence_change");
    await rtm.start();
    const [{ from, cause }] = await told;
    await followed;
    await rtm.disconnect();
    const gaps = record(rtm, "gap");
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    return { last, from, closed, cause: cause.message, why: why.message, gaps };
  });
  assert.deepEqual({ ...seen, closed: true }, { ...seen, from: seen.last, cause: seen.why, gaps: [], closed: true });
  if (!inWorker) assert.ok(seen.closed);
});

for (const what of ["another start failed for good", "a send waits, and a call has made the client known to Go"]) {
  test(`the gap after a session that ended by itself is told though ${what}`, async (t) => {
    const seen = await inPage(t, async (what) => {
      const rtm = await readyClient({ autoReconnect: false });
      await rtm.subscribePresence(["U0000ANNA"]);
      const heard = once(rtm, "message");
      const last = await slack("say", { text: "the last that is heard" });
      await heard;
      const over = once(rtm, "disconnected");
      await slack("drop");
      await over;
      let sent;
      if (what === "another start failed for good") {
        await slack("refuse");
        await outcome(rtm.start());
      } else {
        sent = rtm.sendMessage("waits", "C0GENERAL");
        await rtm.call("auth.test");
      }
      const after = [];
      rtm.on("gap", ({ from }) => after.push(from));
      rtm.on("presence_change", ({ user }) => after.push(user));
      await Promise.all([once(rtm, "ready"), rtm.start()]);
      await Promise.all([rtm.ping(), sent]);
      return { last, after };
    }, { args: [what] });
    assert.deepEqual(seen.after, [seen.last, "U0000ANNA"]);
  });
}

test("a token that a session had no use for makes the next no other one's", async (t) => {
  const gaps = await inPage(t, async () => {
    const rtm = await readyClient({ autoReconnect: false });
    await rtm.start({ token: "xoxb-other" }); // there is a session
    const over = once(rtm, "disconnected");
    await slack("drop");
    await over;
    const gaps = record(rtm, "gap");
    await Promise.all([once(rtm, "ready"), rtm.start()]);
    return gaps;
  });
  assert.deepEqual(gaps, ["gap"]);
});

test("disconnect() also ends a session that has ended by itself just now: nothing of it comes again", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await readyClient({ autoReconnect: false });
    await rtm.subscribePresence(["U0000ANNA"]);
    let state;
    const left = new Promise((resolve) => rtm.once("error", () => {
      ({ state } = rtm); // Go knows better
      resolve(rtm.disconnect());
    }));
    await slack("drop");
    await left;
    const after = record(rtm, "gap", "presence_change");
    await Promise.all([once(rtm, "ready"), rtm.start()]);
    await rtm.ping();
    return { state, after };
  });
  assert.deepEqual(seen, { state: "ready", after: [] });
});
