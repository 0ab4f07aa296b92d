// The servers of the README that keep the token: each is run as it stands there,
// in front of the fake workspace, and a page connects through it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { openPage, origin } from "./browser.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const block = (language) => readme.match(new RegExp(`\n\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`\n`))[1];

/** How to run each, given a folder. */
const servers = {
  Go: (folder) => {
    writeFileSync(join(folder, "main.go"), block("go"));
    execFileSync("go", ["build", "-o", join(folder, "server"), join(folder, "main.go")]);
    return [join(folder, "server")];
  },
  Node: (folder) => {
    writeFileSync(join(folder, "server.mjs"), block("mjs"));
    return [process.execPath, join(folder, "server.mjs")];
  },
};

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Runs a server on the workspace of a page, and gives its address once it listens. */
async function run(t, language, workspace) {
  const folder = mkdtempSync(join(tmpdir(), "backend-"));
  const [command, ...args] = servers[language](folder);
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(command, args, { env: { ...process.env, ADDRESS: address, SLACK_TOKEN: "xoxb-secret", SLACK_API: `${origin}/workspaces/${workspace}/api/` }, stdio: "inherit" });
  t.after(() => {
    server.kill();
    rmSync(folder, { recursive: true });
  });
  for (;;) {
    const listens = await fetch(`http://${address}/`).then(() => true, () => false);
    if (listens) return `http://${address}`;
    assert.equal(server.exitCode, null, `the server in ${language} has ended`);
  }
}

for (const language of Object.keys(servers)) {
  test(`the README's server in ${language} connects a page, which has no token`, async (t) => {
    const page = await openPage(t);
    const workspace = await page.evaluate(() => workspace);
    const backend = await run(t, language, workspace);
    // The page and its backend are one site in life.
    await page.setRequestInterception(true);
    page.on("request", async (request) => {
      if (new URL(request.url()).pathname !== "/rtm") return request.continue();
      const answer = await fetch(`${backend}/rtm`, { method: request.method(), headers: { "Sec-Fetch-Site": "same-origin" } });
      return request.respond({ status: answer.status, contentType: answer.headers.get("Content-Type"), body: await answer.text() });
    });
    const seen = await page.evaluate(async () => {
      const rtm = client({ slackApiUrl: undefined, getConnection: async ({ signal }) => (await fetch("/rtm", { method: "POST", signal })).json() }, undefined);
      const { self } = await rtm.start();
      const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
      return { self: self.id, ok };
    });
    assert.deepEqual(seen, { self: "U00000BOT", ok: true });
  });

  test(`the README's server in ${language} refuses other sites, and other questions`, async (t) => {
    const backend = await run(t, language, "nobody");
    const status = async (path, options) => (await fetch(backend + path, options)).status;
    assert.equal(await status("/rtm", { method: "POST", headers: { "Sec-Fetch-Site": "cross-site" } }), 403);
    assert.equal(await status("/rtm", { method: "POST" }), 403);
    assert.notEqual(await status("/rtm", { headers: { "Sec-Fetch-Site": "same-origin" } }), 200);
    assert.equal(await status("/elsewhere", { method: "POST" }), 404);
  });
}
