// Starts the server and a browser once for all tests of a file, and gives each
// test a page on a workspace of its own.

import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { kind, launch, launchOptions, serve } from "./launch.js";

// A test file may add to the options before its tests.
export { kind, launchOptions };

/** Whether the tests are to have Go in a worker: the same tests, with ENGINE=worker. */
export const inWorker = process.env.ENGINE === "worker";

/**
 * A test of what there is only while Go is in the page, such as socketFn. With
 * Go in a worker it is said that it is not run: worker.test.js has what is so
 * instead.
 */
export const testInPage = inWorker ? (name) => console.log(`not with ENGINE=worker: ${name}`) : test;

/** What the server serves at /test/, and its other flags; a test file may change it before its tests. */
export const serving = { folder: "web/test/pages", flags: [] };

let server, browser;
export let origin;

before(async () => {
  await new Promise(setImmediate); // Node may run this at once, before the test file
  server = await serve(serving.folder, ...serving.flags);
  origin = server.origin;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** What a workspace has seen, as it tells on /control/log. */
export const log = async (workspace) => (await fetch(`${origin}/workspaces/${workspace}/control/log`)).json();

/** Waits until something holds: the workspace sees the end of a socket, for instance, after the page. */
export async function until(holds) {
  while (!(await holds()));
}

let workspaces = 0;
const newWorkspace = () => `w${process.pid}-${++workspaces}`;

/** The page that the tests of a file share, each with a workspace of its own. */
let shared;

/**
 * Runs a function in the page, with its arguments, and returns its value. The
 * tests of a file share a page, in which the program is loaded once; `fresh`
 * gives the test one of its own. What the page logged as a warning or an error
 * fails the test, unless one of `expected` matches it. What clients logged is in
 * `logged`, and what listeners threw in `reported`: a test that cares looks there.
 */
export async function inPage(t, fn, { args = [], expected = [], fresh = false, path } = {}) {
  if (fresh || path) return (await openPage(t, { expected, path })).evaluate(fn, ...args);
  shared ??= await newPage("/test/blank.html", newWorkspace());
  const { page, complaints } = shared;
  t.after(() => check(complaints.splice(0), expected));
  await page.evaluate((name) => void (workspace = name), newWorkspace());
  try {
    return await page.evaluate(fn, ...args);
  } finally {
    await page.evaluate(() => cleanUp());
  }
}

/** Opens a page of the test's own on a workspace: a new one, unless one is named. `from` may be a proxy of the server. */
export async function openPage(t, { expected = [], workspace = newWorkspace(), path = "/test/blank.html", prepare, from } = {}) {
  const { page, complaints } = await newPage(path, workspace, prepare, from);
  t.after(async () => {
    if (!page.isClosed()) await page.close();
    check(complaints, expected);
  });
  return page;
}

/** Opens a page that is not made for tests. It must not complain, but of what is `expected`. */
export const visit = (t, path, options) => openAt(t, origin + path, options);

/** The same, wherever the page is. `prepare` gets the page before it goes there. */
export async function openAt(t, url, { expected = [], prepare } = {}) {
  const { page, complaints } = await blankPage();
  await prepare?.(page);
  t.after(async () => {
    await page.close();
    check(complaints, expected);
  });
  const response = await page.goto(url);
  // The browser may have it from another test, and be told that it has not changed.
  assert.ok(response.ok() || response.status() === 304, `${url}: ${response.status()}`);
  return page;
}

/** `prepare` gets the page before it goes anywhere. */
async function newPage(path, workspace, prepare, from = origin) {
  const { page, complaints } = await blankPage();
  await prepare?.(page);
  await page.goto(`${from}${path}?workspace=${workspace}${inWorker ? "&worker" : ""}`);
  await page.waitForFunction("window.loaded");
  return { page, complaints };
}

/** A page, and what it complains about from now on. */
async function blankPage() {
  const page = await browser.newPage();
  if (kind === "firefox") {
    // WebDriver BiDi tells undefined from null, and Chromium's protocol does not.
    const evaluate = page.evaluate.bind(page);
    page.evaluate = async (...args) => {
      const value = await evaluate(...args);
      return value === undefined ? undefined : asJSON(value);
    };
  }
  const complaints = [];
  page.on("console", (message) => {
    if (["warn", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

function check(complaints, expected) {
  // Tests break the network on purpose, and the browser says so.
  const known = [
    /^Failed to load resource/, /^WebSocket connection to/, // Chromium's words
    /^Firefox can’t establish a connection to the server at ws:/, /^The connection to ws:\S+ was interrupted/,
    ...expected,
  ];
  const unexpected = complaints.filter((text) => !known.some((pattern) => pattern.test(text)));
  assert.deepEqual(unexpected, [], "the page complained");
}

/** What JSON makes of a value: pages hand theirs over in that way. */
export const asJSON = (value) => JSON.parse(JSON.stringify(value));
