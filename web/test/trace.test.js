// trace(), the flight recorder: what a page has recorded, `go test` replays.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { inPage, openPage, testInPage } from "./browser.js";
import { replayed } from "./replay.js";

/** Saves a trace, and replays it. */
async function replay(t, trace) {
  const folder = await mkdtemp(join(tmpdir(), "trace-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "trace.json");
  await writeFile(path, JSON.stringify(trace));
  return replayed(path);
}

/** All that a trace says, also within its recordings. */
const wordsOf = (trace) => JSON.stringify(trace) + trace.recordings.map((recording) => Buffer.from(recording, "base64").toString("latin1")).join("\n");

test("a session with a refused message and a lost socket is replayed from its trace, step by step", async (t) => {
  const trace = await inPage(t, async () => {
    const rtm = await readyClient();
    await rtm.sendMessage("a first one", "C0GENERAL");
    await slack("nack", { code: "2", msg: "message text is missing" });
    await outcome(rtm.sendMessage("a second one", "C0GENERAL"));
    const ready = until(rtm, "state", ({ name, previous }) => name === "ready" && previous === "connected");
    await slack("drop");
    await ready;
    return rtm.trace();
  });
  const lines = await replay(t, trace);
  const tells = (pattern) => assert.ok(lines.some((line) => pattern.test(line)), `no line is as ${pattern}:\n${lines.join("\n")}`);
  tells(/authenticating +start \(call \d+\) -> authenticating; connect 1$/);
  tells(/handshaking +opened 1 -> handshaking/);
  tells(/ready +received 1\/0 type=hello -> connected; event 1\/0; ready/);
  tells(/ready +send message with id 1, body of \d+ bytes \(call \d+\) -> write 1: \d+ bytes/);
  tells(/ready +received 1\/\d+ reply_to=2 ok=false .*-> .*call \d+ fails: send_message_platform/);
  tells(/reconnecting +closed 1, failed: .* -> .*socket failed: .*reconnecting/);
  tells(/ready +received 2\/0 type=hello -> connected; .*ready/);
});

test("a trace has no token, no address of a socket, no text and no value of call", async (t) => {
  const trace = await inPage(t, async () => {
    const rtm = client({}, "xoxb-hush-constructor");
    const ready = once(rtm, "ready");
    await rtm.start({ token: "xoxb-hush-start", note: "hush field" });
    await ready;
    await rtm.sendMessage("hush sent", "C0GENERAL");
    await slack("nack");
    await outcome(rtm.sendMessage("hush refused", "C0GENERAL"));
    await rtm.subscribePresence(["hush-user"]);
    await outcome(rtm.call("chat.postMessage", { channel: "C0GENERAL", text: "hush called" }));
    const heard = once(rtm, "message");
    await slack("say", { text: "hush heard" });
    await heard;
    const offered = once(rtm, "reconnect_url");
    await slack("reconnect-url");
    await offered;
    const again = inState(rtm, "ready");
    await slack("stall-opens");
    await slack("drop");
    rtm.sendMessage("hush queued", "C0GENERAL").catch(() => {});
    await rtm.trace(); // with a checkpoint that has what waits
    await slack("stall-opens", { on: "false" });
    await again;
    return rtm.trace();
  });
  assert.equal(trace.recordings.length, 1);
  assert.doesNotMatch(wordsOf(trace), /hush|xox|127\.0\.0\.1|localhost|ticket=/);
  assert.match(wordsOf(trace), /secret-/);
  assert.ok((await replay(t, trace)).length > 20);
});

test("before a start there is nothing in it, and after the end of a session there is yet", async (t) => {
  const page = await openPage(t);
  const { before, after, afterAnother, stats } = await page.evaluate(async () => {
    const rtm = client();
    const before = await rtm.trace();
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    await rtm.disconnect();
    const after = await rtm.trace();
    const stats = rtm.stats();
    const readyAgain = once(rtm, "ready");
    await rtm.start();
    await readyAgain;
    return { before, after, afterAnother: await rtm.trace(), stats };
  });
  assert.deepEqual(before.recordings, []);
  assert.match(before.build, /^\d+\.\d+\.\d+ [0-9a-f]+$/);
  assert.ok(Math.abs(before.time - Date.now()) < 3_600_000);
  assert.match(before.browser, /Mozilla/);
  assert.equal(stats.wasmMemory, undefined, "Go knows a client that has no session");
  assert.match((await replay(t, after)).at(-1), / disconnected .*stop|disconnected +closed/);
  const lines = (await replay(t, afterAnother)).join("\n");
  assert.match(lines, /disconnected[^]*authenticating[^]* ready /);
  assert.equal(lines.match(/start \(call/g).length, 2);
});

testInPage("after the death of the program its recording is in the trace, and that of the next", async (t) => {
  const page = await openPage(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      const { now } = performance;
      performance.now = () => {
        if (window.clockFails) throw new Error("there is no time");
        return now.call(performance);
      };
    }),
  });
  const { dead, both } = await page.evaluate(async () => {
    const rtm = await readyClient();
    await rtm.sendMessage("hush", "C0GENERAL");
    const died = once(rtm, "error");
    window.clockFails = true;
    outcome(rtm.sendMessage("hush too", "C0GENERAL"));
    window.clockFails = false;
    await died;
    const dead = await rtm.trace();
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    return { dead, both: await rtm.trace() };
  });
  assert.equal(dead.recordings.length, 1);
  assert.deepEqual([both.recordings.length, both.recordings[0]], [2, dead.recordings[0]]);
  assert.match((await replay(t, dead)).join("\n"), / ready +send message with id 1/);
  assert.doesNotMatch(wordsOf(both), /hush|xox/);
});

test("a recording is bounded, and keeps what came last", async (t) => {
  const trace = await inPage(t, async () => {
    const rtm = await readyClient();
    const last = until(rtm, "message", ({ text }) => text === "the last");
    for (let i = 0; i < 3; i++) await slack("flood", { count: "5000", size: "200" });
    await slack("say", { text: "the last" });
    await last;
    await rtm.sendMessage("after it", "C0GENERAL");
    return rtm.trace();
  });
  const lines = await replay(t, trace);
  assert.ok(lines.length > 2000 && lines.length <= 5000, `${lines.length} inputs`);
  assert.ok(trace.recordings[0].length < 1e6, `${trace.recordings[0].length} characters`);
  assert.match(lines.join("\n"), /send message with id 1/);
});

test("with a session that tabs share, a tab's trace is that of the session", async (t) => {
  const { own, shared } = await inPage(t, async () => {
    const rtm = client({ shared: "traced" });
    const own = await rtm.trace();
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    return { own, shared: await rtm.trace() };
  });
  assert.deepEqual(own.recordings, []);
  assert.match((await replay(t, shared)).join("\n"), / ready /);
});
