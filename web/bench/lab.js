// One server, one Chromium, and pages in it: each of one contender, on a
// workspace of its own.

import { fileURLToPath } from "node:url";
import { bundle, folder, readable, shared } from "./bundle.js";
import { launch, launchOptions, serve } from "../test/launch.js";

const top = fileURLToPath(new URL("../../", import.meta.url));

export const contenders = ["bare", "official", "ours"];

export class Lab {
  #server;
  #browser;
  #workspaces = 0;

  static async open() {
    const lab = new Lab();
    await bundle(top, [...contenders, readable, shared]);
    lab.#server = await serve(folder);
    launchOptions.protocolTimeout = 60_000;
    // Else Chromium tells puppeteer of each message, which takes longer than all
    // that a page does with one.
    launchOptions.networkEnabled = false;
    // Of a page that isolate has touched Chromium does not know that it comes
    // from this machine, and so keeps it away from the server.
    launchOptions.args.push("--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets");
    lab.#browser = await launch();
    return lab;
  }

  async close() {
    await this.#browser?.close();
    this.#server?.close();
  }

  /** "Chrome/150.0.7871.46", say. */
  browserVersion() {
    return this.#browser.version();
  }

  /**
   * Opens a page of a contender and calls fn with it. `cold` gives it a browser
   * context of its own, with nothing in its caches; `beside` the context and the
   * workspace of another page; `precise` a clock of 5 us instead of 100. What the page
   * logs as an error ends the measurement. `network` is what the page has, {latency} in ms
   * and {megabits} a second; `again` has the page opened for the second time.
   */
  async inPage(contender, fn, { cold = false, again = false, beside, precise = false, network, workspace = beside?.workspace ?? `w${++this.#workspaces}` } = {}) {
    const context = beside ? beside.page.browserContext() : cold ? await this.#browser.createBrowserContext() : this.#browser.defaultBrowserContext();
    const at = `${this.#server.origin}/test/${contender}.html?workspace=${workspace}`;
    if (again) await visit(context, at);
    const page = await context.newPage();
    try {
      const failed = new Promise((_, reject) => page.on("pageerror", reject));
      const cdp = await page.createCDPSession();
      if (precise) await isolate(cdp);
      if (network) await shape(cdp, network);
      await page.goto(at);
      await Promise.race([page.evaluate("bench.ready"), failed]);
      const control = `${this.#server.origin}/workspaces/${workspace}/control/`;
      return await Promise.race([fn(new Bench(page, cdp, control, workspace)), failed]);
    } finally {
      await page.close();
      if (cold) await context.close();
    }
  }

  /** The same with pages of several, all open at once: fn gets a Map of them. */
  async inPages(names, fn, options) {
    const pages = new Map();
    const open = ([name, ...others]) => (name === undefined ? fn(pages) : this.inPage(name, (page) => (pages.set(name, page), open(others)), options));
    return open(names);
  }
}

/** What a measurement does with a page. */
class Bench {
  #control;

  constructor(page, cdp, control, workspace) {
    this.page = page;
    this.cdp = cdp;
    this.workspace = workspace;
    this.#control = control;
  }

  /** Calls a function of `window.bench`; see contenders/page.js. */
  ask(name, ...args) {
    return this.page.evaluate((name, args) => bench[name](...args), name, args);
  }

  /** When, in ms since the navigation began, messages could come in. */
  readyAt() {
    return this.page.evaluate("bench.ready");
  }

  /** The memory of WebAssembly, in MB. */
  async wasmMemory() {
    return (await this.ask("wasmMemory")) / 1e6;
  }

  /** Makes it the page that is seen. */
  toFront() {
    return this.page.bringToFront();
  }

  /** Clicks as a user does. */
  click() {
    return this.page.mouse.click(20, 20);
  }

  /** How long clicks waited and how long the long tasks were, in ms, since it was asked last. */
  noticed() {
    return this.ask("noticed");
  }

  /** Scripts the workspace: POST /control/{verb}. */
  async slack(verb, fields) {
    const response = await fetch(this.#control + verb, { method: "POST", body: new URLSearchParams(fields) });
    if (!response.ok) throw new Error(`${verb}: ${await response.text()}`);
  }

  /**
   * For how long, in ms, the page's main thread has worked since it was first
   * asked: by the clock of its own CPU time, which stands still while other
   * programs have the processor.
   */
  async mainThread() {
    await this.cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  }

  /** The JavaScript heap in use, in MB, after garbage collection. */
  async heap() {
    await this.cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.cdp.send("Runtime.getHeapUsage");
    return usedSize / 1e6;
  }
}

/** Opens a page and closes it when it is ready: what the browser keeps of it, the next has. */
async function visit(context, at) {
  const page = await context.newPage();
  await page.goto(at);
  await page.evaluate("bench.ready");
  await page.close();
}

/**
 * Gives a page a slow network: Chromium holds back the answers to its requests, the openings
 * of its sockets too, and all its downloads share the rate. (It lets the frames of a socket
 * pass, of which a page that is ready has had one.)
 */
async function shape(cdp, { latency, megabits }) {
  const rate = (megabits * 1e6) / 8;
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: rate, uploadThroughput: rate });
}

/** Isolates the page from other origins, since only then its clock is precise. */
async function isolate(cdp) {
  await cdp.send("Fetch.enable", { patterns: [{ resourceType: "Document", requestStage: "Response" }] });
  cdp.once("Fetch.requestPaused", async ({ requestId, responseStatusCode: responseCode, responseHeaders }) => {
    const { body } = await cdp.send("Fetch.getResponseBody", { requestId });
    responseHeaders.push({ name: "Cross-Origin-Embedder-Policy", value: "require-corp" });
    await cdp.send("Fetch.fulfillRequest", { requestId, responseCode, responseHeaders, body });
    await cdp.send("Fetch.disable");
  });
}
