// The lines of web/dist/head.html, which have the browser get the files before a script asks
// for them; and a client that is made in the head.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { openAt, origin, serving } from "./browser.js";

const folder = mkdtempSync(join(tmpdir(), "head-"));
after(() => rmSync(folder, { recursive: true }));
serving.folder = folder;

const lines = readFileSync(new URL("../dist/head.html", import.meta.url), "utf8").replaceAll('href="', 'href="/');

const newClient = 'new RTMClient("xoxb-1", { slackApiUrl: `${location.origin}/workspaces/head/api/`, logger() {} })';

/**
 * Opens a page with a head, and a script of its own that comes when all of `wanted` (ends of
 * paths) have been asked for. Gives what was asked for until the script has set isReady.
 */
async function whatIsAsked(t, head, script, wanted) {
  writeFileSync(join(folder, "page.html"), `<!doctype html>\n<link rel="icon" href="data:,">\n${head}<script type="module" src="main.js"></script>`);
  writeFileSync(join(folder, "main.js"), script);
  const asked = [];
  const missing = new Set(wanted);
  let all;
  const allWanted = new Promise((resolve) => (all = resolve));
  const page = await openAt(t, `${origin}/test/page.html`, {
    prepare: async (page) => {
      await page.setRequestInterception(true);
      page.on("request", async (request) => {
        const { pathname, search } = new URL(request.url());
        asked.push(pathname + search);
        for (const end of missing) if (pathname.endsWith(end)) missing.delete(end);
        if (missing.size === 0) all();
        if (pathname.endsWith("/main.js")) await allWanted;
        request.continue();
      });
    },
  });
  await page.waitForFunction("window.isReady");
  return asked;
}

test("the lines for the head get all files before the page's script runs, and none of them twice", async (t) => {
  const asked = await whatIsAsked(t, lines, `
    const { RTMClient } = await import("/rtm.js");
    const rtm = ${newClient};
    rtm.on("ready", () => (window.isReady = true));
    rtm.start();
  `, ["/rtm.js", "/rtm.engine.js", "/rtm.wasm"]);
  const files = asked.filter((path) => path.startsWith("/rtm.")).map((path) => path.replace(/\?v=[0-9a-f]{16}$/, "?v=(hash)"));
  assert.deepEqual(files.sort(), ["/rtm.engine.js", "/rtm.js", "/rtm.wasm?v=(hash)"]);
});

test("a client that is made in the head asks Slack before the page's script runs", async (t) => {
  writeFileSync(join(folder, "session.js"), `
    import { RTMClient } from "/rtm.js";
    export const rtm = ${newClient};
    rtm.start();
  `);
  const asked = await whatIsAsked(t, `${lines}<script type="module" async src="session.js"></script>\n`, `
    import { rtm } from "./session.js";
    if (rtm.state === "ready") window.isReady = true;
    else rtm.on("ready", () => (window.isReady = true));
  `, ["/rtm.wasm", "/rtm.connect"]);
  assert.equal(asked.filter((path) => path.endsWith("/rtm.connect")).length, 1);
});
