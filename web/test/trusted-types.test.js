// A page that requires Trusted Types: a string may name no script.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, openPage } from "./browser.js";
import { withHeaders } from "./headers.js";

const chromium = { skip: kind === "firefox" && "this Firefox has no Trusted Types" };

/** A page of tests whose policy is this. */
const pageWith = async (t, policy, options) => openPage(t, { ...options, from: await withHeaders(t, { "content-security-policy": policy }) });

const required = "require-trusted-types-for 'script'";

test("the program in the page works where Trusted Types are required", chromium, async (t) => {
  const page = await pageWith(t, required, { expected: [/TrustedScriptURL/] });
  const seen = await page.evaluate(async () => {
    const strings = thrown(() => new Worker("/rtm.worker.js")).name; // the policy is in force
    const rtm = await readyClient({ dataStore: new MemoryDataStore() });
    const { text } = await rtm.sendMessage("hello", "C0GENERAL");
    await rtm.disconnect();
    return { strings, text };
  });
  assert.deepEqual(seen, { strings: "TypeError", text: "hello" });
});

for (const [worker, policy] of [[true, "mine"], ["blob", "mine rtmwasm"], ["blob", undefined]]) {
  test(`a worker (${worker}) takes a TrustedScriptURL${policy ? `, with the policies ${policy} allowed` : ""}`, chromium, async (t) => {
    const page = await pageWith(t, `${required}; worker-src 'self' blob:${policy ? `; trusted-types ${policy}` : ""}`);
    const seen = await page.evaluate(async (worker) => {
      const policy = trustedTypes.createPolicy("mine", { createScriptURL: (url) => url });
      await initialize({ worker, workerURL: policy.createScriptURL("/rtm.worker.js") });
      await initialize({ worker, workerURL: policy.createScriptURL("/rtm.worker.js") }); // the same, if another object
      const rtm = await readyClient();
      const { text } = await rtm.sendMessage("hello", "C0GENERAL");
      await rtm.disconnect();
      return text;
    }, worker);
    assert.equal(seen, "hello");
    assert.equal(page.workers().length, 1);
  });
}

test("a worker of which a string says where it is rejects with a code where Trusted Types are required", chromium, async (t) => {
  const page = await pageWith(t, required, { expected: [/TrustedScriptURL/] });
  const error = await page.evaluate(() => outcome(initialize({ worker: true, workerURL: "/rtm.worker.js" })));
  assert.deepEqual([error.code, error.cause.name], ["slackclient_initialize_error", "TypeError"]);
});
