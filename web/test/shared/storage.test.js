// A browser whose user lets no page store anything: it has no SharedWorker and no Web
// Locks then, and a client has a session of its own.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { kind, launchOptions, log, openPage } from "../browser.js";
import { newWorkspace } from "./tabs.js";

const blocked = 2; // as Chromium's settings have it
if (kind === "chrome") {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "Default"));
  writeFileSync(join(folder, "Default/Preferences"), JSON.stringify({ profile: { default_content_setting_values: { cookies: blocked } } }));
  launchOptions.userDataDir = folder;
}

test("where nothing may be stored, tabs have their own sessions, and say so", { skip: kind === "firefox" && "its protocol does not set this" }, async (t) => {
  const workspace = newWorkspace();
  for (let i = 0; i < 2; i++) {
    const tab = await openPage(t, { workspace });
    assert.match(await tab.evaluate(() => thrown(() => localStorage)?.name), /SecurityError/);
    const seen = await tab.evaluate(async () => {
      window.rtm = await readyClient({ shared: true });
      const { ok } = await rtm.sendMessage("I can send", "C0GENERAL");
      return { ok, shared: rtm.stats().shared, levels: logged.filter(([, text]) => /\bshare/.test(text)).map(([level]) => level) };
    });
    assert.deepEqual(seen, { ok: true, shared: false, levels: ["warn"] });
  }
  assert.equal((await log(workspace)).opened, 2);
});
