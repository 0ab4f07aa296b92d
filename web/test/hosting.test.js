// The files on a real server: nginx, as hosting.md sets it up. What comes of it when another
// release is put there.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { openAt, origin } from "./browser.js";
import { block, read } from "./guides.js";
import { anotherRelease, release } from "./releases.js";

const folder = mkdtempSync(join(tmpdir(), "hosting-"));
const names = Object.keys(release);

let nginx, host, elsewhere;

after(async () => {
  if (nginx?.kill()) await once(nginx, "exit");
  rmSync(folder, { recursive: true });
});

before(async () => {
  const [port, other] = [await freePort(), await freePort()];
  host = `http://127.0.0.1:${port}`;
  elsewhere = `http://127.0.0.1:${other}`;
  const snippet = block("web/docs/hosting.md", "nginx");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder};`).join(" ");
  writeFileSync(join(folder, "nginx.conf"), `
    ${process.getuid() === 0 ? "user root;" : ""}
    load_module ${process.env.NGINX_MODULE ?? "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"};
    daemon off; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      access_log off; ${paths} types { text/html html; text/javascript js; }
      server { listen 127.0.0.1:${port}; root ${folder}/root; ${snippet} }
      server { listen 127.0.0.1:${other}; root ${folder}/root; }
    }`);
  nginx = spawn(process.env.NGINX ?? "/usr/sbin/nginx", ["-c", join(folder, "nginx.conf")], { stdio: ["ignore", "inherit", "inherit"] });
  mkdirSync(join(folder, "root/app/lib"), { recursive: true });
  writeFileSync(join(folder, "root/app/index.html"), '<!doctype html><link rel="icon" href="data:,">');
  writeFileSync(join(folder, "root/app/worker.js"), `(${cacheFirst})();`);
  deploy(release);
  while (!(await fetch(`${host}/app/index.html`).catch(() => false)));
});

/** A free port of this machine. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Puts files on the server. */
function deploy(files) {
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, "root/app/lib", name);
    writeFileSync(path, bytes);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, quick));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 1 }));
  }
}

let workspaces = 0;

/** The API of a workspace of the test's own. */
const api = () => `${origin}/workspaces/hosting${process.pid}-${++workspaces}/api/`;

/** Imports rtm.js, and gives what comes of a start and a message. */
const load = (page, from = "./lib/") => page.evaluate(async (from) => void (window.rtmwasm = await import(new URL(`${from}rtm.js`, location.href).href)), from);
const talk = (page) => page.evaluate(async (slackApiUrl) => {
  const rtm = new rtmwasm.RTMClient("xoxb-1", { slackApiUrl, logger: { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() {}, setName() {} } });
  try {
    await rtm.start();
    return (await rtm.sendMessage("hello", "C0GENERAL")).text;
  } catch (error) {
    return `${error.code}: ${error.message}`;
  } finally {
    await rtm.disconnect();
  }
}, api());

const plain = /^slackclient_initialize_error: .*reload the page/;

test("nginx, as hosting.md sets it up, sends each file with its type, compressed, and to be kept only if it is asked for by its hash", async () => {
  const answer = async (path, coding) => (await fetch(`${host}/app/lib/${path}`, { method: "HEAD", headers: { "Accept-Encoding": coding } })).headers;
  assert.deepEqual(names.length, 6);
  for (const name of names) {
    for (const [accepted, sent] of [["gzip, deflate, br", "br"], ["gzip", "gzip"], ["identity", null]]) {
      const headers = await answer(name, accepted);
      assert.deepEqual([headers.get("Content-Encoding"), headers.get("Content-Type").split(";")[0], headers.get("Cache-Control"), headers.get("Access-Control-Allow-Origin")],
        [sent, name.endsWith("js") ? "text/javascript" : "application/wasm", "no-cache", "*"], name);
      if (sent) assert.equal(headers.get("Vary"), "Accept-Encoding", name);
    }
    assert.equal((await answer(`${name}?v=0123456789abcdef`, "br")).get("Cache-Control"), name === "rtm.wasm" ? "public, max-age=31536000, immutable" : "no-cache", name);
  }
});

test("a page with the policy of hosting.md loads and talks, in a worker too", async (t) => {
  const policy = block("web/docs/hosting.md", "csp").trim();
  assert.ok(read("web/README.md").includes(`\n    ${policy}\n`), "the package's README has the same");
  for (const kept of ["https://slack.com", "wss://*.slack.com", "wss://*.slack-msgs.com"]) assert.ok(policy.includes(` ${kept}`), kept);
  const slack = policy.replace("https://slack.com", origin).replace("wss://*.slack.com", origin.replace("http", "ws"));
  writeFileSync(join(folder, "root/app/policy.html"), `<!doctype html><link rel="icon" href="data:,"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; ${slack}">`);
  for (const worker of [false, true]) {
    const page = await openAt(t, `${host}/app/policy.html`);
    await load(page);
    await page.evaluate((worker) => rtmwasm.initialize({ worker }), worker);
    assert.equal(await talk(page), "hello");
  }
});

test("the files run below a path of a site", async (t) => {
  const page = await openAt(t, `${host}/app/index.html`);
  await load(page);
  assert.equal(await talk(page), "hello");
});

test("the files run from another origin", async (t) => {
  const page = await openAt(t, `${elsewhere}/app/index.html`);
  await load(page, `${host}/app/lib/`);
  assert.equal(await talk(page), "hello");
});

test("a page that was loaded before another release came says that it must be reloaded, and runs after that", async (t) => {
  t.after(() => deploy(release));
  const page = await openAt(t, `${host}/app/index.html`, { expected: [/integrity/] });
  await load(page);
  deploy(anotherRelease());
  assert.match(await talk(page), plain);
  await page.reload();
  await load(page);
  assert.equal(await talk(page), "hello");
});

test("a page whose rtm.js came before the other files of its release says so, and runs when they are there", async (t) => {
  t.after(() => deploy(release));
  const page = await openAt(t, `${host}/app/index.html`, { expected: [/integrity/] });
  const next = anotherRelease();
  deploy({ "rtm.js": next["rtm.js"] });
  await load(page);
  assert.match(await talk(page), plain);
  deploy({ "rtm.wasm": next["rtm.wasm"] });
  assert.match(await talk(page), plain);
  deploy(next);
  assert.equal(await talk(page), "hello");
  // The browser was to keep the wrong rtm.wasm for a year.
  await page.reload();
  await load(page);
  assert.equal(await talk(page), "hello");
});

test("a page that runs goes on when another release comes", async (t) => {
  t.after(() => deploy(release));
  const page = await openAt(t, `${host}/app/index.html`);
  await load(page);
  assert.equal(await talk(page), "hello");
  deploy(anotherRelease());
  assert.equal(await talk(page), "hello");
});

/** A service worker that asks for nothing twice, but for rtm.js. */
function cacheFirst() {
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    if (!/\/lib\//.test(event.request.url) || event.request.url.endsWith("/rtm.js")) return;
    event.respondWith((async () => {
      const cache = await caches.open("all");
      const kept = await cache.match(event.request);
      if (kept) return kept;
      const answer = await fetch(event.request);
      if (answer.ok) await cache.put(event.request, answer.clone());
      return answer;
    })());
  });
}

test("a page goes on though a service worker has kept files of an earlier release", async (t) => {
  t.after(() => deploy(release));
  const page = await openAt(t, `${host}/app/index.html`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("worker.js", { scope: "./" });
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
  });
  await load(page);
  assert.equal(await talk(page), "hello");
  deploy(anotherRelease());
  await page.reload();
  await load(page);
  assert.equal(await talk(page), "hello");
  const engines = await page.evaluate(async () => (await (await caches.open("all")).keys()).map(({ url }) => url.replace(/.*\/lib\//, "")).filter((url) => /engine/.test(url)));
  assert.equal(engines.length, 2, "the kept one, and that of this release");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister());
});
