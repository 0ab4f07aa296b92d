// The servers of the guide to tokens, which keep the token: each is run as it stands there,
// in front of the fake workspace, and a page connects through it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { openPage, origin } from "./browser.js";
import { block, read } from "./guides.js";

const guide = "web/docs/tokens.md";

/** The guide's. */
const getConnection = read(guide).match(/\n  getConnection: (async [\s\S]*?\n  }),\n}\);\n/)[1];

/** A Web API that answers each call as `answer` does, and notes the forms that it gets. */
async function fakeAPI(t, answer) {
  const forms = [];
  const server = createServer(async (request, response) => {
    let form = "";
    for await (const part of request) form += part;
    forms.push(form);
    answer(response, forms.length);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}/`, forms };
}

const connected = '{"ok":true,"url":"wss://slack.example/"}';

/** Asks a backend as a page of its own site does. */
async function ask(backend) {
  const answer = await fetch(`${backend}/rtm`, { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" } });
  return { status: answer.status, retryAfter: answer.headers.get("Retry-After"), body: await answer.text() };
}

/** How to run each, given a folder and what the guides say to change. */
const servers = {
  Go: (folder, changed) => {
    writeFileSync(join(folder, "main.go"), changed(block(guide, "go")));
    execFileSync("go", ["build", "-o", join(folder, "server"), join(folder, "main.go")]);
    return [join(folder, "server")];
  },
  Node: (folder, changed) => {
    writeFileSync(join(folder, "server.mjs"), changed(block(guide, "mjs")));
    return [process.execPath, join(folder, "server.mjs")];
  },
};

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Runs a server that asks the Web API at an address, and gives its own once it listens. */
async function run(t, language, api, { token = "xoxb-secret", changed = (text) => text } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "backend-"));
  const [command, ...args] = servers[language](folder, changed);
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(command, args, { env: { ...process.env, ADDRESS: address, SLACK_TOKEN: token, SLACK_API: api }, stdio: "inherit" });
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

/** The page and its backend are one site in life. */
async function makeOneSite(page, backend) {
  await page.setRequestInterception(true);
  page.on("request", async (request) => {
    if (new URL(request.url()).pathname !== "/rtm") return request.continue();
    const answer = await fetch(`${backend}/rtm`, { method: request.method(), headers: { "Sec-Fetch-Site": "same-origin" } });
    return request.respond({ status: answer.status, contentType: answer.headers.get("Content-Type"), body: await answer.text() });
  });
}

/** What the guide to Socket Mode says to change. */
const inSocketMode = {
  token: "xapp-secret",
  changed(server) {
    const [, method, instead] = read("web/docs/socket-mode.md").match(/with `([\w.]+)` in place of\n`([\w.]+)`/);
    assert.ok(server.includes(instead));
    return server.replaceAll(instead, method);
  },
};

for (const language of Object.keys(servers)) {
  test(`the guide's server in ${language} connects a page, which has no token`, async (t) => {
    const page = await openPage(t);
    const workspace = await page.evaluate(() => workspace);
    await makeOneSite(page, await run(t, language, `${origin}/workspaces/${workspace}/api/`));
    const seen = await page.evaluate(`(async () => {
      const rtm = client({ slackApiUrl: undefined, getConnection: ${getConnection} }, undefined);
      const { self } = await rtm.start();
      const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
      return { self: self.id, ok };
    })()`);
    assert.deepEqual(seen, { self: "U00000BOT", ok: true });
  });

  test(`the guide's server in ${language} gives a page the sockets of Socket Mode, and keeps the app's token`, async (t) => {
    const page = await openPage(t);
    const workspace = await page.evaluate(() => workspace);
    await makeOneSite(page, await run(t, language, `${origin}/workspaces/${workspace}/api/`, inSocketMode));
    const seen = await page.evaluate(`(async () => {
      const rtm = client({ socketMode: true, getConnection: ${getConnection} });
      const ready = once(rtm, "ready");
      const { self } = await rtm.start();
      await ready;
      const heard = once(rtm, "message");
      const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
      const [{ text }] = await heard;
      const { calls } = await slackLog();
      return { self: self.id, ok, text, calls: calls.map(({ method, form }) => [method, form.token]).sort() }; // the first two do not wait for each other
    })()`);
    assert.deepEqual(seen, {
      self: "U00000BOT", ok: true, text: "hello",
      calls: [["apps.connections.open", "xapp-secret"], ["auth.test", "xoxb-secret"], ["chat.postMessage", "xoxb-secret"]],
    });
  });

  test(`the guide's server in ${language} refuses other sites, and other questions`, async (t) => {
    const backend = await run(t, language, `${origin}/workspaces/nobody/api/`);
    const status = async (path, options) => (await fetch(backend + path, options)).status;
    assert.equal(await status("/rtm", { method: "POST", headers: { "Sec-Fetch-Site": "cross-site" } }), 403);
    assert.equal(await status("/rtm", { method: "POST" }), 403);
    assert.notEqual(await status("/rtm", { headers: { "Sec-Fetch-Site": "same-origin" } }), 200);
    assert.equal(await status("/elsewhere", { method: "POST" }), 404);
  });

  test(`the guide's server in ${language} answers 502 when Slack's answer is cut off, and goes on`, async (t) => {
    const cut = {
      1: (response) => response.writeHead(200, { "Content-Length": connected.length }).write(connected.slice(0, 10), () => response.destroy()),
      2: (response) => response.writeHead(200).write(connected.slice(0, 10), () => response.destroy()),
      3: (response) => response.destroy(),
    };
    const { url } = await fakeAPI(t, (response, n) => (cut[n] ? cut[n](response) : response.end(connected)));
    const backend = await run(t, language, url);
    for (const n of Object.keys(cut)) assert.equal((await ask(backend)).status, 502, n);
    assert.deepEqual(await ask(backend), { status: 200, retryAfter: null, body: connected });
  });

  test(`the guide's server in ${language} hands on Retry-After`, async (t) => {
    const { url } = await fakeAPI(t, (response) => response.writeHead(429, { "Retry-After": "30" }).end('{"ok":false,"error":"ratelimited"}'));
    assert.deepEqual(await ask(await run(t, language, url)), { status: 429, retryAfter: "30", body: '{"ok":false,"error":"ratelimited"}' });
  });

  test(`the guide's server in ${language} follows no redirect: the token reaches one address`, async (t) => {
    const second = await fakeAPI(t, (response) => response.end(connected));
    const first = await fakeAPI(t, (response, n) => response.writeHead([307, 308, 302][n - 1], { Location: second.url }).end());
    const backend = await run(t, language, first.url);
    for (let i = 0; i < 3; i++) assert.equal((await ask(backend)).status, 502);
    assert.deepEqual([first.forms, second.forms], [Array(3).fill("token=xoxb-secret"), []]);
  });
}
