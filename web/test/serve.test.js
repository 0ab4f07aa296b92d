// The server of the demo keeps to this machine.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { block } from "./guides.js";
import { serve, serveBuild, top } from "./launch.js";

let server;
before(async () => {
  server = await serve("web/test/pages");
});
after(() => server.close());

/** The status and the headers of an answer, which may be a socket. */
const ask = (path, { method = "GET", headers = {}, of = server } = {}) =>
  new Promise((resolve, reject) => {
    const answered = (response, socket) => {
      socket?.destroy();
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    };
    request(of.origin + path, { method, headers }, answered).on("upgrade", answered).on("error", reject).end();
  });

test("a flag with a bad value is refused in one line, under the name that the program was started by", () => {
  for (const [flag, value, problem] of [
    ["-tests", "/nowhere", /there is no folder \/nowhere$/],
    ["-tests", "README.md", /there is no folder \S+\/README\.md$/],
    ["-api", "slack.com", /must be a URL such as /],
    ["-mode", "web", /must be rtm or socket/],
    ["-api", "https://slack.com/api", /must be a URL such as .*, with the \/ at its end$/],
    ["-api", "https://:443/api/", /must be a URL such as /],
    ["-api", "https://slack.com;/api/", /must be a URL such as /],
    ["-api", "http://slack.com/api/", /must begin with https:\/\//],
    ["-addr", "nowhere", /must be a host and a port, such as /],
  ]) {
    const { status, stdout, stderr } = spawnSync(".cache/serve", [flag, value], { cwd: top, argv0: "./build.sh serve", encoding: "utf8", timeout: 10_000 });
    assert.deepEqual([status, stdout, stderr.split("\n").length], [1, "", 2], stderr);
    assert.ok(stderr.startsWith(`./build.sh serve: ${flag} "${value}"`), stderr);
    assert.match(stderr.trim(), problem);
  }
});

test("it listens on loopback, unless told otherwise", () => {
  assert.match(server.origin, /^http:\/\/127\.0\.0\.1:/);
});

test("every answer has a strict policy, nosniff, an opener policy of its own, and no referrer", async () => {
  for (const path of ["/", "/rtm.js", "/rtm.wasm", "/nowhere"]) {
    const { headers } = await ask(path);
    const policy = headers["content-security-policy"];
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /, path);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|blob:/, path);
    assert.deepEqual([headers["x-content-type-options"], headers["cross-origin-opener-policy"], headers["referrer-policy"]], ["nosniff", "same-origin", "no-referrer"], path);
  }
});

test("with -api a page may connect to that address and to Slack's sockets, which hosting.md names", async (t) => {
  const other = await serve("web/test/pages", "-api", "https://slack.com/api/");
  t.after(() => other.close());
  const sources = (policy) => policy.match(/connect-src ([^;]*)/)[1].split(" ");
  const allowed = sources((await ask("/", { of: other })).headers["content-security-policy"]);
  for (const host of sources(block("web/docs/hosting.md", "csp"))) assert.ok(allowed.includes(host), host);
});

test("/docs/ has the API reference, or says how to get it", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "serve-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "web/dist"), { recursive: true });
  writeFileSync(join(folder, "web/dist/rtm.wasm"), "");
  const own = await serveBuild(folder, ".");
  t.after(() => own.close());
  const docs = async () => {
    const answer = await fetch(`${own.origin}/docs/`);
    return [answer.status, await answer.text()];
  };
  const [status, advice] = await docs();
  assert.equal(status, 404);
  assert.match(advice, /\.\/build\.sh pack makes it; that takes Node/);
  mkdirSync(join(folder, "web/dist/docs"));
  writeFileSync(join(folder, "web/dist/docs/index.html"), "the reference");
  assert.deepEqual(await docs(), [200, "the reference"]);
});

test("a name that merely points to this machine is refused", async () => {
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"]) {
    assert.equal((await ask("/", { headers: { host } })).status, 403, host);
  }
  assert.equal((await ask("/", { headers: { host: "localhost" } })).status, 200);
});

test("a page from elsewhere cannot script a workspace; one of the server's can, and so can a program", async () => {
  const say = (origin) => ask("/workspaces/any/control/say", { method: "POST", headers: { "content-length": 0, ...(origin && { origin }) } });
  for (const origin of ["https://evil.example", "http://localhost:5173", "null"]) assert.equal((await say(origin)).status, 403, origin);
  for (const origin of [server.origin, undefined]) assert.equal((await say(origin)).status, 200, origin);
});

test("a page from elsewhere neither calls the demo's workspace nor opens a socket there, but it does so in one for tests", async () => {
  const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" };
  const reach = async (workspace, headers) => [
    (await ask(`/workspaces/${workspace}/api/api.test`, { method: "POST", headers: { "content-length": 0, ...headers } })).status,
    (await ask(`/workspaces/${workspace}/ws/any`, { headers: { ...upgrade, ...headers } })).status,
  ];
  for (const headers of [{ origin: "https://evil.example" }, { origin: "http://localhost:5173" }, { origin: "null" }, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "cross-site" }]) {
    assert.deepEqual(await reach("demo", headers), [403, 403], JSON.stringify(headers));
    assert.deepEqual(await reach("any", headers), [200, 101], JSON.stringify(headers));
  }
  for (const headers of [{ origin: server.origin }, { "sec-fetch-site": "same-origin" }, {}]) assert.deepEqual(await reach("demo", headers), [200, 101], JSON.stringify(headers));
});

test("a symbolic link leads nowhere outside the folder of -tests", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "served-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const tests = join(folder, "tests");
  mkdirSync(tests);
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(tests, "page.txt"), "page");
  symlinkSync("page.txt", join(tests, "inside.txt"));
  symlinkSync("../secret.txt", join(tests, "outside.txt"));
  symlinkSync(join(folder, "secret.txt"), join(tests, "absolute.txt"));
  symlinkSync("..", join(tests, "up"));
  symlinkSync("../secret.txt", join(tests, "page.txt.gz"));
  const other = await serve(tests);
  t.after(() => other.close());
  const status = async (path) => (await ask(`/test/${path}`, { of: other, headers: { "accept-encoding": "gzip" } })).status;
  for (const path of ["page.txt", "inside.txt"]) assert.equal(await status(path), 200, path);
  for (const path of ["outside.txt", "absolute.txt", "up/secret.txt", "..%2fsecret.txt"]) assert.equal(await status(path), 404, path);
});
