// Pages that are set up wrong: the error says what is wrong, and what to do.

import assert from "node:assert/strict";
import test from "node:test";
import { openPage } from "./browser.js";
import { withHeaders } from "./headers.js";

/** A page of tests that has this policy. What it complains about is the browser's own word for the fault. */
const pageWithPolicy = async (t, policy) => openPage(t, { from: await withHeaders(t, { "content-security-policy": policy }), expected: [/Content.Security.Policy|violates/, /the next attempt is in/] });

/** What comes of a load. */
const loads = (page, options = {}) => page.evaluate((options) => outcome(initialize(options)), options);

/** The error must be of this code, and say this. */
function says(error, code, ...words) {
  assert.equal(error.code, `slackclient_${code}_error`, error.message);
  for (const each of words) assert.match(error.message, each);
}

test("a page in place of rtm.wasm: the error says so, and names Vite's setting and esbuild's file", async (t) => {
  const page = await openPage(t);
  for (const integrity of [undefined, false]) {
    const error = await loads(page, { wasmURL: "/test/blank.html", ...(integrity === false && { integrity }) });
    says(error, "initialize", /^\/test\/blank\.html was answered with a page \(text\/html/, /optimizeDeps: \{ exclude: \["rtmwasm"\] \}/, /esbuild copy rtm\.wasm beside the bundle/, /wasmURL/);
  }
});

test("no rtm.wasm: the error has the status, and says where the file belongs", async (t) => {
  says(await loads(await openPage(t), { wasmURL: "/test/nowhere.wasm" }), "initialize", /status 404: put rtm\.wasm beside rtm\.js/, /esbuild/, /wasmURL/);
});

for (const [what, options] of [["rtm.wasm", {}], ["what is no program, too", { wasmURL: "/rtm.js", integrity: false }]]) {
  test(`a policy without wasm-unsafe-eval, and ${what}: the error names the policy alone`, async (t) => {
    const page = await pageWithPolicy(t, "script-src 'self'; connect-src 'self' ws:");
    says(await loads(page, options), "initialize", /^The Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src$/);
  });
}

test("a policy that forbids rtm.wasm: the error names connect-src, and what to add", async (t) => {
  const page = await pageWithPolicy(t, "script-src 'self' 'wasm-unsafe-eval'; connect-src https://slack.com");
  says(await loads(page), "initialize", /rtm\.wasm\?v=\w+ could not be fetched: the Content-Security-Policy forbids it: add 'self' to its connect-src$/);
  const other = await withHeaders(t, {});
  says(await loads(page, { wasmURL: `${other}/rtm.wasm` }), "initialize", new RegExp(`forbids it: add ${other} to its connect-src$`));
});

test("a policy that only reports forbids nothing", async (t) => {
  const from = await withHeaders(t, { "content-security-policy": undefined, "content-security-policy-report-only": "connect-src 'none'" });
  const page = await openPage(t, { from, expected: [/Report.Only|report-only|violates/i] });
  const error = await loads(page, { wasmURL: "http://127.0.0.1:9/rtm.wasm" });
  says(error, "initialize", /could not be fetched/);
  assert.doesNotMatch(error.message, /Content-Security-Policy/);
});

test("rtm.wasm of another origin that does not allow it: the error says which header is missing", async (t) => {
  const page = await openPage(t, { from: await withHeaders(t, { "content-security-policy": undefined }), expected: [/CORS|Cross-Origin/] });
  const other = await withHeaders(t, {});
  says(await loads(page, { wasmURL: `${other}/rtm.wasm` }), "initialize", /it is of another origin\. Is it there, and does its server send Access-Control-Allow-Origin\?$/);
});

test("a worker's file of another origin: the error says worker: \"blob\"", async (t) => {
  const page = await openPage(t, { from: await withHeaders(t, { "content-security-policy": undefined }), expected: [/./] });
  const other = await withHeaders(t, {}, { "access-control-allow-origin": "*" });
  const workerURL = `${other}/rtm.worker.js`;
  says(await loads(page, { worker: true, workerURL }), "initialize", /^The worker's file http:\S+ is of another origin/, /worker: "blob"/, /workerURL of the page's own/);
  assert.deepEqual(await loads(page, { worker: "blob", workerURL }) ?? {}, {}, "it helps");
});

test("a policy that forbids the call to Slack: the error names connect-src with all of Slack's", async (t) => {
  const page = await pageWithPolicy(t, "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
  const error = await page.evaluate(() => outcome(new RTMClient("xoxb-1", { slackApiUrl: "http://127.0.0.1:9/api/", autoReconnect: false, logger: () => {} }).start()));
  says(error, "request", /the Content-Security-Policy forbids it: its connect-src needs http:\/\/127\.0\.0\.1:9, and for the socket wss:\/\/\*\.slack\.com wss:\/\/\*\.slack-msgs\.com/);
});

for (const [when, load] of [["while the program loads", () => {}], ["by the program", () => initialize()]]) {
  test(`a policy that forbids the socket, which is opened ${when}: the error says so`, async (t) => {
    // A browser counts the sockets of the page's own address as its own.
    const page = await pageWithPolicy(t, "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
    await page.evaluate(load);
    const error = await page.evaluate(() => new Promise((resolve) => {
      const rtm = new RTMClient(undefined, { getConnection: () => ({ url: "ws://127.0.0.1:9/", self: { id: "U1" }, team: { id: "T1" } }), autoReconnect: false, logger: () => {} });
      rtm.on("error", (error) => resolve({ code: error.code, message: error.message }));
      rtm.start();
    }));
    says(error, "rtmclient_websocket", /the Content-Security-Policy forbids it: its connect-src needs wss:\/\/\*\.slack\.com wss:\/\/\*\.slack-msgs\.com/);
  });
}

for (const [what, lacks, words] of [
  ["one thing", "delete URL.canParse", /^This browser has no URL\.canParse: update it/],
  ["several", "delete URL.canParse; delete AbortSignal.timeout; delete AbortSignal.prototype.throwIfAborted", /has no AbortSignal\.timeout and no AbortSignal\.prototype\.throwIfAborted and no URL\.canParse: /],
  ["WebAssembly, which may be turned off", "delete globalThis.WebAssembly", /has no WebAssembly: update it, unless that is turned off in it/],
]) {
  test(`a browser that lacks ${what}: the constructor and initialize() name it, and which versions have it`, async (t) => {
    const page = await openPage(t, { prepare: (page) => page.evaluateOnNewDocument(lacks) });
    for (const error of [await loads(page), await page.evaluate(() => thrown(() => new RTMClient("xoxb-1")))]) {
      says(error, "initialize", words, /Chrome \d+, Edge \d+, Firefox \d+, Safari \d+ and later have all that the client needs$/);
    }
  });
}
