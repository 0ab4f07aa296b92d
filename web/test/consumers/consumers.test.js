// The packed package in fresh projects, as its users have them: installed, bundled
// by tools of theirs, and run in a page under a strict Content-Security-Policy.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { openAt, origin } from "../browser.js";
import { read } from "../guides.js";
import { add, here, project, run, tarball, tool } from "./project.js";

/** Opens a project's page, which talks to a workspace, and gives the address of the program that it loaded. */
async function talksOn(t, url, name, options) {
  await talks(t, `${url}?worker&`, `${name}-worker`, 1, options);
  return talks(t, `${url}?`, name, 0, options);
}

async function talks(t, url, name, workers, options) {
  const page = await openAt(t, `${url}api=${origin}/workspaces/${name}/api/`, options);
  await page.waitForFunction("window.outcome");
  assert.deepEqual(await page.evaluate("window.outcome"), { ok: true, text: `hello from ${await page.title()}` });
  let log;
  do log = await (await fetch(`${origin}/workspaces/${name}/control/log`)).json();
  while (log.sockets > 0); // the close is on its way
  assert.deepEqual([log.opened, page.workers().length], [1, workers]);
  const programs = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /\.wasm\b/.test(name)));
  assert.equal(programs.length, 1, programs.join());
  return programs[0];
}

/** Opens a project's page that is set up wrong, and gives the error. */
async function failsOn(t, url) {
  const page = await openAt(t, `${url}api=${origin}/workspaces/fails/api/`, { expected: [/./] });
  await page.waitForFunction("window.outcome");
  return page.evaluate("window.outcome.error");
}

/** Starts Vite's development server in a folder, and gives its address. */
async function viteServer(t, folder) {
  const server = spawn(process.execPath, [join(here, "node_modules/vite/bin/vite.js"), "--host", "127.0.0.1", "--port", "0"], { cwd: folder, env: { ...process.env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => server.kill());
  for await (const line of createInterface(server.stdout)) {
    const [url] = line.match(/http:\/\/\S+/) ?? [];
    if (url) return url;
  }
}

/** The program as the package has it. */
const ofPackage = /\/node_modules\/rtmwasm\/dist\/rtm\.wasm\?v=[0-9a-f]{16}$/;

test("the package has what it should, and nothing to run or to depend on", async () => {
  const folder = join(await project("inspected"), "node_modules/rtmwasm");
  const dist = await readdir(join(folder, "dist"));
  assert.deepEqual((await readdir(folder)).sort(), ["README.md", "dist", "package.json"]);
  const files = ["rtm.engine.js", "rtm.iife.js", "rtm.js", "rtm.remote.js", "rtm.worker.js"].flatMap((name) => [name, `${name}.map`, name.replace(/js$/, "d.ts")]);
  assert.deepEqual(dist.sort(), ["LICENSE", "NOTICES", "docs", "events.d.ts", "head.html", "rtm.wasm", "rtm.wasm.d.ts", "store.d.ts", "v3.d.ts", ...files].sort());
  assert.ok((await readFile(join(folder, "dist/docs/index.html"), "utf8")).includes("RTMClient"), "the reference");
  const { exports, main, module, types, scripts, dependencies, peerDependencies, optionalDependencies, sideEffects } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  assert.deepEqual([scripts, dependencies, peerDependencies, optionalDependencies, sideEffects], [undefined, undefined, undefined, undefined, ["./dist/rtm.worker.js", "./dist/rtm.iife.js"]]);
  for (const [name, target] of Object.entries(exports)) {
    const files = typeof target === "string" ? [target] : Object.values(target);
    for (const file of files) await readFile(join(folder, file));
    if (name !== "./package.json") assert.equal(Object.keys(target)[0], "types", `${name}: the first condition that matches counts`);
  }
  assert.deepEqual([main, module, types], [exports["."].default, exports["."].default, exports["."].types]);
  const notices = await readFile(join(folder, "dist/NOTICES"), "utf8");
  for (const source of ["Go go1", "github.com/coder/websocket v", "github.com/hack-pad/safejs v"]) assert.ok(notices.includes(`==== ${source}`), source);
  for (const licence of ["Copyright 2009 The Go Authors", "Copyright (c) 2025 Coder", "Apache License"]) assert.ok(notices.includes(licence), licence);
});

test("the API reference can be read and searched under the policy of serve", async (t) => {
  const page = await openAt(t, `${origin}/docs/`, { expected: [/^Applying inline style/] }); // of its icons alone
  await page.click('a[href="classes/RTMClient.html"]');
  await page.waitForSelector("#sendmessage");
  assert.match(await page.evaluate(() => document.body.innerText), /Sends a message, and resolves with Slack's reply/);
  await page.click("#tsd-search-trigger");
  await page.waitForSelector("#tsd-search-input", { visible: true });
  await page.type("#tsd-search-input", "isRTMErr");
  await page.waitForSelector('#tsd-search-results a[href*="functions/isRTMError.html"]');
});

test("publint has nothing to say of the package", async () => {
  await run(join(here, "node_modules/.bin/publint"), ["run", tarball, "--strict"]).catch((error) => assert.fail(error.stdout));
});

test("attw finds the types of each entry, for who imports ES modules", { skip: parseInt(process.versions.node) < 20 && "attw needs Node 20" }, async () => {
  await run(join(here, "node_modules/.bin/attw"), [tarball, "--profile", "esm-only", "--no-definitely-typed", "--format", "ascii"]).catch((error) => assert.fail(error.stdout));
});

for (const [page, how] of [["index.html", "by a script tag"], ["defer.html", "by a script tag with defer"], ["async.html", "by a script tag with async"]]) {
  test(`plain HTML ${how}`, async (t) => {
    await (scriptTag ??= project("script-tag", "talk.js"));
    assert.match(await talksOn(t, `${origin}/test/script-tag/${page}`, page), ofPackage);
  });
}
let scriptTag;

test("plain HTML with modules", async (t) => {
  await project("modules", "talk.js");
  assert.match(await talksOn(t, `${origin}/test/modules/`, "modules"), ofPackage);
});

test("Vite, with nothing configured for the build", async (t) => {
  const folder = await project("vite", "main.js", "talk.js");
  await tool("vite", folder, "build");
  assert.match(await talksOn(t, `${origin}/test/vite/dist/`, "vite"), /\/vite\/dist\/assets\/rtm-[\w-]+\.wasm$/);
});

test("Vite's development server, with the line of the README", async (t) => {
  const folder = await project("vite-dev", "main.js", "talk.js");
  await cp(join(here, "vite"), folder, { recursive: true });
  assert.match(await talksOn(t, await viteServer(t, folder), "vite-dev"), ofPackage);
});

test("Vite's development server, without that line: the error says it", async (t) => {
  const folder = await project("vite-plain", "main.js", "talk.js");
  await cp(join(here, "vite/index.html"), join(folder, "index.html"));
  assert.match(await failsOn(t, `${await viteServer(t, folder)}?`), /optimizeDeps: \{ exclude: \["rtmwasm"\] \}/);
});

test("webpack, with nothing configured", async (t) => {
  const folder = await project("webpack", "main.js", "talk.js");
  await tool("webpack", folder);
  assert.match(await talksOn(t, `${origin}/test/webpack/`, "webpack"), /\/webpack\/dist\/[0-9a-f]+\.wasm$/);
});

/** The line of the README that copies what a bundler leaves where it is. */
const copy = (folder) => run("sh", ["-c", read("web/README.md").match(/^\| esbuild \|.*`(cp .*)` \|$/m)[1]], { cwd: folder });

test("esbuild, with the line of the README", async (t) => {
  const folder = await project("esbuild", "main.js", "talk.js");
  await tool("esbuild", folder, "main.js", "--bundle", "--format=esm", "--minify", "--outdir=dist");
  await copy(folder);
  assert.match(await talksOn(t, `${origin}/test/esbuild/`, "esbuild"), /\/esbuild\/dist\/rtm\.wasm\?v=[0-9a-f]{16}$/);
});

test("Rollup, with the line of the README", async (t) => {
  const folder = await project("rollup", "main.js", "talk.js");
  await add(folder, join(here, "node_modules"), "@rollup/plugin-node-resolve");
  await tool("rollup", folder, "--config", "--silent");
  await copy(folder);
  assert.match(await talksOn(t, `${origin}/test/rollup/`, "rollup"), /\/rollup\/dist\/rtm\.wasm\?v=[0-9a-f]{16}$/);
});

test("Parcel, with nothing configured", async (t) => {
  const folder = await project("parcel", "main.js", "talk.js");
  await tool("parcel", folder, "build", "index.html", "--public-url", "./", "--no-cache", "--no-source-maps");
  // It writes an inline import map into the page.
  const prepare = (page) => page.setBypassCSP(true);
  assert.match(await talksOn(t, `${origin}/test/parcel/dist/`, "parcel", { prepare }), /\/parcel\/dist\/rtm\.[0-9a-f]+\.wasm$/);
});

test("esbuild, without that line: the error says which file to copy", async (t) => {
  const folder = await project("esbuild-plain", "main.js", "talk.js");
  await cp(join(here, "esbuild/index.html"), join(folder, "index.html"));
  await tool("esbuild", folder, "main.js", "--bundle", "--format=esm", "--outdir=dist");
  assert.match(await failsOn(t, `${origin}/test/esbuild-plain/?`), /dist\/rtm\.wasm\S* was answered with HTTP status 404: put rtm\.wasm beside rtm\.js \(esbuild, for one, does not copy it\)/);
});

test("a bundle that is no module, and knows no address: the error asks for it, and with it the bundle runs", async (t) => {
  const folder = await project("esbuild-iife", "main.js", "talk.js");
  await cp(join(here, "esbuild/index.html"), join(folder, "index.html"));
  await tool("esbuild", folder, "main.js", "--bundle", "--format=iife", "--log-level=error", "--outdir=dist");
  const url = `${origin}/test/esbuild-iife/`;
  assert.match(await failsOn(t, `${url}?`), /has no import\.meta\.url: give initialize\(\) the wasmURL, or have the bundler make an ES module \(esbuild: --format=esm\)/);
  assert.match(await failsOn(t, `${url}?worker&`), /has no import\.meta\.url: give initialize\(\) the w\w+URL/);
  assert.match(await talks(t, `${url}?wasm=node_modules/rtmwasm/dist/rtm.wasm&`, "esbuild-iife", 0), /\/node_modules\/rtmwasm\/dist\/rtm\.wasm$/);
});

test("a server may import it and make a client: nothing happens before start, which rejects", async () => {
  const folder = await project("server", "server.js");
  const { stdout } = await run(process.execPath, ["server.js"], { cwd: folder });
  const seen = JSON.parse(stdout);
  assert.deepEqual(seen.globals, [], "globals that came with the import");
  assert.deepEqual(seen.resources, [], "timers, sockets and ports that came with it");
  assert.equal(seen.error.code, "slackclient_initialize_error");
  assert.match(seen.error.message, /: this is Node, and the client is for web pages\. In a program of Go use package rtm$/);
});

test("TypeScript finds the types, in each way that it looks for them", async () => {
  const folder = await project("types", "types.ts");
  for (const [module, moduleResolution] of [["nodenext", "nodenext"], ["esnext", "bundler"], ["node16", "node16"]]) {
    await run(process.execPath, [join(here, "../node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--target", "es2022", "--lib", "es2023,dom,esnext.disposable", "--module", module, "--moduleResolution", moduleResolution, "types.ts"], { cwd: folder })
      .catch((error) => assert.fail(`${moduleResolution}: ${error.stdout}`));
  }
});
