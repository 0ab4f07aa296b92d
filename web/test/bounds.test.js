// Nothing is kept for ever because a server said it.

import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { inPage } from "./browser.js";
import { EventEmitter } from "../src/client/emitter.js";
import { emitFrame } from "../src/client/frames.js";

test("the types that a server makes up are not kept", () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  const emitter = new EventEmitter();
  let heard = 0;
  emitter.on("slack_event", () => heard++);
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 100_000; i++) emitFrame(emitter, { type: `made up ${i}` }, () => false);
  for (let i = 0; i < 200; i++) emitFrame(emitter, JSON.parse(`{"type":"${"x".repeat(1e6)}${i}"}`), () => false);
  gc();
  const kept = process.memoryUsage().heapUsed - before;
  assert.equal(heard, 100_200);
  assert.ok(kept < 10e6, `${kept} bytes are kept`);
});

for (const [where, options] of [["in the page", {}], ["in a worker", { worker: true }]]) {
  test(`of a large answer of the Web API 32 MiB are read, and nothing of it enters the program ${where}`, async (t) => {
    const seen = await inPage(t, async ({ worker }) => {
      if (worker) await initialize({ worker: true });
      const rtm = await readyClient();
      const { wasmMemory } = rtm.stats();
      await slack("answer-status", { method: "auth.test", status: 200, body: "x".repeat(1024), times: 64 * 1024 });
      const error = await outcome(rtm.call("auth.test"));
      await rtm.ping(); // after which the worker's figures are told
      return { code: error.code, message: error.message, grown: rtm.stats().wasmMemory - wasmMemory, text: (await rtm.sendMessage("and on", "C0GENERAL")).text };
    }, { args: [options], fresh: true });
    assert.equal(seen.code, "slackclient_read_error");
    assert.match(seen.message, /the answer to auth\.test has more than 32 MiB, of which no more is read/);
    assert.ok(seen.grown < 8e6, `the program's memory has grown by ${seen.grown} bytes`);
    assert.equal(seen.text, "and on");
  });
}

test("an answer of 20 MiB is read, and one of more than 32 MiB is not, from webClient as well", async (t) => {
  const seen = await inPage(t, async () => {
    const slackAPI = await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "xoxb-secret" }) });
    const session = await slackAPI.json();
    const webClient = { apiCall: async (method, { mebibytes }) => (method === "rtm.connect" ? session : { ok: true, text: "x".repeat(mebibytes * 2 ** 20) }) };
    const rtm = await readyClient({ webClient }, undefined);
    const { text } = await rtm.call("some", { mebibytes: 20 });
    const { code } = await outcome(rtm.call("some", { mebibytes: 33 }));
    return { read: text.length, code };
  });
  assert.deepEqual(seen, { read: 20 * 2 ** 20, code: "slackclient_read_error" });
});
