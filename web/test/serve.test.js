// The server of the demo keeps to this machine.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { request } from "node:http";
import test, { after, before } from "node:test";
import { serve, top } from "./launch.js";

let server;
before(async () => {
  server = await serve("web/test/pages");
});
after(() => server.close());

/** The status and the headers of an answer. */
const ask = (path, { method = "GET", headers = {} } = {}) =>
  new Promise((resolve, reject) => {
    request(server.origin + path, { method, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers }));
    }).on("error", reject).end();
  });

test("a flag with a bad value is refused in one line, under the name that the program was started by", () => {
  for (const [flag, value, problem] of [
    ["-tests", "/nowhere", /there is no folder \/nowhere$/],
    ["-tests", "README.md", /there is no folder \S+\/README\.md$/],
    ["-api", "slack.com", /must be a URL such as /],
    ["-api", "https://slack.com/api", /must be a URL such as .*, with the \/ at its end$/],
    ["-api", "https://:443/api/", /must be a URL such as /],
    ["-api", "https://slack.com;/api/", /must be a URL such as /],
    ["-api", "http://slack.com/api/", /must begin with https:\/\//],
    ["-addr", "nowhere", /must be a host and a port, such as /],
  ]) {
    const { status, stdout, stderr } = spawnSync(".cache/serve", [flag, value], { cwd: top, argv0: "./build.sh serve", encoding: "utf8" });
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
