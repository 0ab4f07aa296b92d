// Starts the server and a browser: for the tests, and for the measurements of
// web/bench.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

/** The folder of the repository. */
export const top = fileURLToPath(new URL("../../", import.meta.url));

/** Which browser the tests run in: chrome, which stands for Chromium and its kin, or firefox. */
export const kind = process.env.BROWSER || "chrome";

const found = (...paths) => paths.find((path) => path && existsSync(path));

const launchOptionsOf = {
  chrome: {
    executablePath: found(process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"),
    // For a quiet Chromium that reaches for nothing outside. Each window would load the
    // address bar's popup, a page of many scripts, while the page of the test loads.
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    ],
  },
  firefox: { executablePath: found(process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox") },
};

/** What puppeteer is told. */
export const launchOptions = { browser: kind, ...launchOptionsOf[kind], protocolTimeout: 30_000 };

/** Starts a browser. */
export function launch() {
  assert.ok(launchOptions.executablePath, `there is no ${kind}: install it, or name it in CHROMIUM or FIREFOX`);
  return puppeteer.launch(launchOptions);
}

/** Starts the server, with a folder of pages at /test/, and perhaps with more flags. */
export const serve = (folder, ...flags) => serveBuild(top, folder, ...flags);

/** The same on the build that is in another folder. */
export async function serveBuild(cwd, folder, ...flags) {
  const server = spawn(`${top}.cache/serve`, ["-addr", "127.0.0.1:0", "-tests", folder, ...flags], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const close = () => server.kill("SIGINT");
  for await (const line of createInterface(server.stdout)) {
    const origin = line.match(/http:\/\/[^/]+/)?.[0];
    if (origin) return { origin, close };
  }
  assert.fail("the server did not say where it is");
}
