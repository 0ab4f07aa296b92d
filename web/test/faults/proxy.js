// Proxies with faults between a page and the server: Shopify's toxiproxy, which
// is told over HTTP what to do.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, before } from "node:test";
import assert from "node:assert/strict";

let program, api;

before(async () => {
  assert.ok(process.env.TOXIPROXY, "TOXIPROXY must name the program: ./build.sh faults does");
  const port = await freePort();
  api = `http://127.0.0.1:${port}`;
  program = spawn(process.env.TOXIPROXY, ["-host", "127.0.0.1", "-port", port], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, LOG_LEVEL: "error" } });
  for (let tries = 0; ; tries++) {
    if (await fetch(`${api}/version`).catch(() => undefined)) return;
    assert.ok(tries < 100, "toxiproxy does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});

after(() => program?.kill());

let proxies = 0;

/** A proxy before a server, for as long as a test runs. */
export async function newProxy(t, origin) {
  const name = `proxy${++proxies}`;
  const { listen } = await ask("", { name, listen: "127.0.0.1:0", upstream: new URL(origin).host, enabled: true });
  t.after(() => fetch(`${api}/proxies/${name}`, { method: "DELETE" }));
  return {
    origin: `http://${listen}`,
    /** Spoils what goes through, in both directions. */
    async add(type, attributes) {
      for (const stream of ["upstream", "downstream"]) await ask(`/${name}/toxics`, { name: stream, type, stream, attributes });
    },
    async clear() {
      for (const stream of ["upstream", "downstream"]) {
        const { ok } = await fetch(`${api}/proxies/${name}/toxics/${stream}`, { method: "DELETE" });
        assert.ok(ok, `toxiproxy keeps a fault of ${name}`);
      }
    },
  };
}

async function ask(path, body) {
  const response = await fetch(`${api}/proxies${path}`, { method: "POST", body: JSON.stringify(body) });
  assert.ok(response.ok, `toxiproxy answers with ${response.status}: ${await response.clone().text()}`);
  return response.json();
}

/** A port that was free a moment ago: toxiproxy does not say which one it took. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
