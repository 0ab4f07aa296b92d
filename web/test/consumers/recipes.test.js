// The recipes of the guide: each is a project, built and run as it stands there.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import test from "node:test";
import { launchOptions, log, openAt, origin, until } from "../browser.js";
import { read } from "../guides.js";
import { add, here, project, run } from "./project.js";

Object.assign(launchOptions, { pipe: true, enableExtensions: true });

/** The files of a recipe, by their names. Slack is a workspace here, and the token any. */
function filesOf(heading, workspace) {
  const section = read("web/docs/recipes.md").split(/^## /m).find((section) => section.startsWith(heading));
  assert.ok(section, `there is no recipe '${heading}'`);
  const blocks = [...section.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)];
  const client = `const rtm = new RTMClient("xoxb-1", { slackApiUrl: "${origin}/workspaces/${workspace}/api/" });`;
  return Object.fromEntries(blocks.map(([, name, text]) => [name, text.replace(/(?:const )?rtm = new RTMClient\(token\);/, (made) => (made.startsWith("const") ? client : client.slice(6)))]));
}

async function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Lets somebody say something. */
const say = (workspace, text) => fetch(`${origin}/workspaces/${workspace}/control/say`, { method: "POST", body: new URLSearchParams({ text }) });

/** Waits until a workspace has so many open sockets. */
const sockets = (workspace, count) => until(async () => (await log(workspace)).sockets === count);

/** Waits until a page shows a message. */
const shows = (page, text) => page.waitForFunction((text) => [...document.querySelectorAll("li")].some((item) => item.textContent === text), {}, text);

const frameworks = { React: "react", Vue: "vue", Svelte: "svelte" };
let built;

/** Builds the recipes of the frameworks in one go, for development: React mounts twice then. */
async function build() {
  const folder = await project("recipes");
  await add(folder, join(here, "node_modules"), "react", "react-dom", "vue", "@vitejs/plugin-vue", "svelte", "@sveltejs/vite-plugin-svelte");
  for (const [name, part] of Object.entries(frameworks)) await write(join(folder, part), filesOf(`${name}\n`, part));
  await run(process.execPath, [join(here, "node_modules/vite/bin/vite.js"), "build", "--mode", "development"], { cwd: folder, env: { ...process.env, NODE_ENV: "development" } });
}

for (const [name, part] of Object.entries(frameworks)) {
  test(`${name}: a component has a session while it is there, and one only`, async (t) => {
    await (built ??= build());
    const page = await openAt(t, `${origin}/test/recipes/dist/${part}/index.html`);
    for (const text of ["hello", "hello again"]) {
      await page.evaluate(() => mount());
      await sockets(part, 1);
      await say(part, text);
      await shows(page, text);
      await page.evaluate(() => unmount());
      await sockets(part, 0);
    }
    const { calls } = await log(part);
    assert.deepEqual(calls.map(({ method }) => method), ["rtm.connect", "rtm.connect"]);
  });
}

test("Next: a page has a session while it is open", { skip: !process.env.NEXT && "it takes half a minute: NEXT=1 ./build.sh test consumers runs it" }, async (t) => {
  const modules = join(here, "next/node_modules");
  const folder = await project("next-app");
  for (const name of ["app", "next.config.mjs"]) await cp(join(here, "next", name), join(folder, name), { recursive: true });
  await add(folder, modules, "next", "react", "react-dom");
  await write(folder, filesOf("Next\n", "next"));
  await run(process.execPath, [join(modules, "next/dist/bin/next"), "build"], { cwd: folder, env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
  const page = await openAt(t, `${origin}/test/next-app/out/`, { prepare: (page) => page.setBypassCSP(true) });
  await sockets("next", 1);
  await say("next", "hello");
  await shows(page, "hello");
});

test("an extension has a session in its panel, and one in its background", async (t) => {
  const folder = await project("extension");
  for (const name of ["rtm.js", "rtm.engine.js", "rtm.wasm"]) await cp(join(folder, "node_modules/rtmwasm/dist", name), join(folder, name));
  await write(folder, filesOf("A Chrome extension", "extension"));
  const page = await openAt(t, `${origin}/icon.svg`);
  const id = await page.browser().installExtension(folder);
  await page.goto(`chrome-extension://${id}/panel.html`);
  await page.evaluate(() => chrome.storage.local.set({ token: "xoxb-1" }));
  await sockets("extension", 2);
  await say("extension", "hello");
  await shows(page, "hello");
  await page.waitForFunction(async () => (await chrome.action.getBadgeText({})) === "1");
});

test("the files run from another server, in a worker, under a policy that allows just that", async (t) => {
  const folder = await project("elsewhere");
  const files = await listen(t, async (request, response) => {
    const name = new URL(request.url, "http://files").pathname.split("/").at(-1);
    const type = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    response.writeHead(200, { "Content-Type": type, "Access-Control-Allow-Origin": "*" }).end(await readFile(join(folder, "node_modules/rtmwasm/dist", name)));
  });
  const policy = `default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' ${files}; connect-src ${files} ${origin} ${origin.replace("http", "ws")}; worker-src blob:`;
  const { "page.html": text } = filesOf("Another server", "elsewhere");
  const site = await listen(t, (request, response) => {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": policy }).end(text.replace("https://cdn.example", files));
  });
  const page = await openAt(t, site);
  const heard = new Promise((resolve) => page.on("console", (message) => resolve(message.text())));
  await sockets("elsewhere", 1);
  await say("elsewhere", "hello");
  assert.equal(await heard, "hello");
  assert.equal(page.workers().length, 1);
});

/** The origin of a server that answers so. */
async function listen(t, answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
