// Starts the server and a browser once for all tests of a file, and gives each
// test a page on a workspace of its own.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const top = new URL("../../", import.meta.url).pathname;

const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));

/** Flags for a quiet Chromium that reaches for nothing outside. */
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

let server, browser;
export let origin;

before(async () => {
  assert.ok(chromium, "there is no Chromium: install it, or name it in CHROMIUM");
  server = spawn(`${top}.cache/serve`, ["-addr", "127.0.0.1:0", "-tests", "web/test/pages"], { cwd: top, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(server.stdout)) {
    origin = line.match(/http:\/\/[^/]+/)?.[0];
    if (origin) break;
  }
  assert.ok(origin, "the server did not say where it is");
  browser = await puppeteer.launch({ executablePath: chromium, args: flags });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGINT");
});

let workspaces = 0;

/**
 * Runs a function in a fresh page, with its arguments, and returns its value.
 * The page is closed with the test. What the page logged as a warning or an
 * error fails the test, unless one of `expected` matches it.
 */
export async function inPage(t, fn, { args = [], expected = [], path = "/test/blank.html" } = {}) {
  const page = await openPage(t, { expected, path });
  return page.evaluate(fn, ...args);
}

/** Opens a page on a workspace: one of its own, unless one is named. */
export async function openPage(t, { expected = [], workspace = `w${process.pid}-${++workspaces}`, path = "/test/blank.html" } = {}) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["warn", "error"].includes(message.type()) && !expected.some((pattern) => pattern.test(message.text()))) complaints.push(message.text());
  });
  page.on("pageerror", (error) => {
    if (!expected.some((pattern) => pattern.test(error.message))) complaints.push(error.message);
  });
  t.after(async () => {
    await page.close();
    assert.deepEqual(complaints, [], "the page complained");
  });
  await page.goto(`${origin}${path}?workspace=${workspace}`);
  await page.waitForFunction("window.loaded");
  return page;
}
