// A new release is deployed while tabs are open: its tabs and those of the old one do not
// meet, and each has a session.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { log, serving } from "../browser.js";
import { top } from "../launch.js";
import { anotherRelease, release } from "../releases.js";
import { killWorkers } from "./deeds.js";
import { canSend, chromium, code, hears, inMode, inModes, newWorkspace, readyTab, say } from "./tabs.js";

// The pages of the tests, with a package of their own beside them.
serving.folder = mkdtempSync(join(tmpdir(), "builds-"));
after(() => rmSync(serving.folder, { recursive: true }));
cpSync(join(top, "web/test/pages"), serving.folder, { recursive: true });
const steps = join(serving.folder, "steps.js");
writeFileSync(steps, readFileSync(steps, "utf8").replace('"/rtm.js"', '"./package/rtm.js"'));
mkdirSync(join(serving.folder, "package"));

/** Puts a release in the place of the last one. */
function deploy(files) {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(serving.folder, "package", name), bytes);
}

inModes("tabs of two releases at one address do not meet, and each has its session", async (t, mode) => {
  const workspace = newWorkspace();
  deploy(release);
  const old = [await readyTab(t, mode, workspace), await readyTab(t, mode, workspace)];
  deploy(anotherRelease());
  const fresh = [await readyTab(t, mode, workspace), await readyTab(t, mode, workspace)];
  await say(workspace, "to all");
  for (const tab of [...old, ...fresh]) await hears(tab, "to all");
  await canSend([...old, ...fresh]);
  for (const tab of [...old, ...fresh]) assert.deepEqual(await tab.evaluate("heard.filter((text) => text === 'to all')"), ["to all"]);
  assert.equal((await log(workspace)).opened, mode === "shared" ? 2 : 4);
});

inMode("shared", "a tab of the old release whose worker ends is told to load the new one, or goes on, and does not take the new one's", chromium, async (t, mode) => {
  const workspace = newWorkspace();
  deploy(release);
  const old = await readyTab(t, mode, workspace);
  deploy(anotherRelease());
  await old.evaluate(() => {
    window.failed = once(rtm, "error").then(([error]) => plain(error));
    window.resumed = inState(rtm, "ready").then(() => undefined);
  });
  await killWorkers(old);
  const error = await old.evaluate(() => Promise.race([failed, resumed]));
  if (error) {
    assert.ok([code("engine_died"), code("initialize")].includes(error.code), error.message);
    assert.match(`${error.message} ${error.cause?.message}`, /release|build/);
    assert.equal(await old.evaluate("rtm.state"), "disconnected");
  } else {
    await canSend([old]);
  }
});
