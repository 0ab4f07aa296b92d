// The option webClient with Slack's own WebClient, bundled for a page: what works straight
// to Slack, whose CORS answer the workspace gives, and what needs a proxy.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { build } from "esbuild";
import { log, openAt, origin } from "../browser.js";
import { here, project, top } from "./project.js";

const standIns = join(top, "web/bench/contenders/node");

/** Lets a WebClient find stand-ins for what it takes from Node. */
const node = {
  name: "node",
  setup(build) {
    build.onResolve({ filter: /^(node:.*|os|path|querystring)$/ }, () => ({ path: join(standIns, "builtins.js") }));
  },
};

let folder;

/** Opens a page that has a WebClient and the package as globals. */
async function pageWith(t, packageName) {
  folder ??= project("web-client");
  await build({
    stdin: { contents: `export { WebClient } from "${packageName}"; export * from "rtmwasm";`, resolveDir: await folder },
    nodePaths: [join(here, "node_modules")],
    outfile: join(await folder, "dist", `${packageName}.js`),
    bundle: true,
    format: "esm",
    logLevel: "error",
    external: ["rtm.wasm", "rtm.worker.js"],
    plugins: [node],
    inject: [join(standIns, "globals.js")],
    define: { global: "globalThis" },
  });
  // The page's policy is that of the tests, and Slack elsewhere.
  const page = await openAt(t, `${origin}/test/web-client/`, { expected: [/./], prepare: (page) => page.setBypassCSP(true) });
  await page.evaluate(async (url) => void (window.tools = await import(url)), `${origin}/test/web-client/dist/${packageName}.js`);
  return page;
}

/** What comes of a session whose call a WebClient makes to an address: the workspace's user, or the error's code. */
const start = (page, slackApiUrl) => page.evaluate(async (slackApiUrl, wasmURL) => {
  const { WebClient, RTMClient, initialize } = tools;
  await initialize({ wasmURL });
  const webClient = new WebClient("xoxb-1", { slackApiUrl, retryConfig: { retries: 0 } });
  const rtm = new RTMClient(undefined, { webClient, autoReconnect: false, slackApiUrl });
  try {
    return (await rtm.start()).self.id;
  } catch (error) {
    return error.code;
  } finally {
    await rtm.disconnect();
  }
}, slackApiUrl, `${origin}/rtm.wasm`);

/** Slack, from the page's origin as a proxy serves it, and from another, as it is. */
const proxied = (workspace) => `${origin}/workspaces/${workspace}/api/`;
const straight = (workspace) => proxied(workspace).replace("127.0.0.1", "localhost");

test("a WebClient of version 7 calls Slack through a proxy of the page's origin, and not straight: Slack refuses its header Authorization", async (t) => {
  const page = await pageWith(t, "@slack/web-api");
  assert.equal(await start(page, proxied("proxied")), "U00000BOT");
  assert.equal(await start(page, straight("straight")), "slackclient_request_error");
  assert.deepEqual((await log("straight")).calls, []);
});

test("a WebClient of version 6.4, which puts the token into the body, calls Slack straight from Chromium", async (t) => {
  const page = await pageWith(t, "web-api-6.4");
  assert.equal(await start(page, straight("older")), "U00000BOT");
});
