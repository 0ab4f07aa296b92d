// Pages of an extension: they share a session as the tabs of a site do.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { kind, launchOptions, log, openPage, origin } from "../browser.js";
import { top } from "../launch.js";
import { hears, newWorkspace, say } from "./tabs.js";

// The extension has the package in it, and the pages of the tests.
const folder = mkdtempSync(join(tmpdir(), "extension-"));
after(() => rmSync(folder, { recursive: true }));
cpSync(join(top, "web/test/pages"), folder, { recursive: true });
const dist = join(top, "web/dist");
for (const name of readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name))) cpSync(join(dist, name), join(folder, name));
// Slack is elsewhere.
const steps = join(folder, "steps.js");
writeFileSync(steps, readFileSync(steps, "utf8").replaceAll("location.origin", 'new URLSearchParams(location.search).get("slack")'));
writeFileSync(join(folder, "manifest.json"), JSON.stringify({
  manifest_version: 3,
  name: "An extension for tests",
  version: "1",
  host_permissions: ["http://127.0.0.1/*"],
  content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*" },
}));
if (kind === "chrome") Object.assign(launchOptions, { pipe: true, enableExtensions: true });

test("two pages of an extension have one session", { skip: kind === "firefox" && "an extension of Firefox must be signed" }, async (t) => {
  const workspace = newWorkspace();
  const browser = (await openPage(t)).browser();
  const id = await browser.installExtension(folder);
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const tab = await browser.newPage();
    t.after(() => tab.close());
    await tab.goto(`chrome-extension://${id}/blank.html?workspace=${workspace}&slack=${origin}`);
    await tab.waitForFunction("window.loaded");
    const shared = await tab.evaluate(async () => {
      window.heard = [];
      window.rtm = await readyClient({ shared: true });
      rtm.on("message", ({ text }) => heard.push(text));
      return rtm.stats().shared;
    });
    assert.equal(shared, true);
    tabs.push(tab);
  }
  await say(workspace, "to both");
  for (const tab of tabs) await hears(tab, "to both");
  assert.equal((await log(workspace)).opened, 1);
});
