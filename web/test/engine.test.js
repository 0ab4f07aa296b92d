// The WebAssembly program: how it is loaded, and what follows when it ends.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { kind, openPage, origin } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;
const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Programs in the place of rtm.wasm, made as small as it is (see dies/main.go), and the path
 * of the first with the names of its functions.
 */
let dies, exits, named;

const folder = mkdtempSync(join(tmpdir(), "dies-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs web/bundle. */
const bundle = (args, input) => execFileSync("go", ["run", ".", ...args], { cwd: `${here}../bundle`, input, encoding: "utf8", stdio: "pipe" });

before(() => {
  const build = stampOf(readFileSync(`${here}../dist/rtm.wasm`));
  const program = (name, ...flags) => {
    const path = join(folder, name);
    execFileSync("go", ["build", ...flags, "-o", path, "./dies"], { cwd: here, env: { ...process.env, GOOS: "js", GOARCH: "wasm" } });
    writeFileSync(`${path}.named`, ofBuild(build, readFileSync(path)));
    bundle(["-shrink", path]);
    return ofBuild(build, readFileSync(path));
  };
  dies = program("dies.wasm");
  named = join(folder, "dies.wasm.named");
  exits = program("exits.wasm", "-ldflags", "-X main.atOnce=yes");
});

/** The build that a program says it is of. */
function stampOf(program) {
  return Buffer.from(WebAssembly.Module.customSections(new WebAssembly.Module(program), "rtmwasm")[0]);
}

/** A program that says of itself that it is of a build. */
function ofBuild(build, program = Buffer.from("0061736d01000000", "hex")) {
  const name = "rtmwasm";
  return Buffer.concat([program, Buffer.from([0, 1 + name.length + build.length, name.length]), Buffer.from(name), Buffer.from(build)]);
}

const wasm = (body) => ({ status: 200, contentType: "application/wasm", body });

/**
 * A page where `answer` gets each request for a .wasm file, with the number of
 * those before it, and returns how to answer, "stall", or nothing to let it be.
 */
async function pageWith(t, answer, options = {}) {
  let count = 0;
  return openPage(t, {
    ...options,
    async prepare(page) {
      await page.setRequestInterception(true);
      page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        const reply = pathname.endsWith(".wasm") ? answer(pathname, count++) : undefined;
        if (reply === "stall") return;
        if (reply) request.respond(reply);
        else request.continue();
      });
    },
  });
}

/** Ends that. Puppeteer may forget the requests of a worker that begins, and then they hang. */
async function answerNoMore(page) {
  page.removeAllListeners("request");
  await page.setRequestInterception(false);
}

test("initialize loads once, is idempotent, and start needs no other", async (t) => {
  let requests = 0;
  const page = await pageWith(t, () => void requests++);
  const seen = await page.evaluate(async () => {
    await Promise.all([initialize(), initialize(), initialize({})]);
    const value = await initialize();
    const { ok } = await client().start();
    return { value: value === undefined, ok };
  });
  assert.deepEqual(seen, { value: true, ok: true });
  assert.equal(requests, 1);
});

test("options that are unknown or of the wrong type reject with a TypeError that names them", async (t) => {
  const page = await openPage(t);
  const errors = await page.evaluate(async () => {
    const wrong = {
      wasmUrl: "/rtm.wasm", wasmURL: 5, wasmModule: {}, integrity: true, engine: {}, signal: {}, timeout: "30s",
    };
    const errors = {};
    for (const [name, value] of Object.entries(wrong)) errors[name] = await outcome(initialize({ [name]: value }));
    errors.object = await outcome(initialize(5));
    return errors;
  });
  for (const [name, error] of Object.entries(errors)) {
    assert.ok(error.isTypeError, name);
    assert.equal(error.code, code("invalid_argument"));
    assert.match(error.message, new RegExp(name));
  }
});

test("other options after a success reject with InitializeError, and the program stays", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    await initialize();
    return {
      errors: [await outcome(initialize({ wasmURL: "/other.wasm" })), await outcome(initialize({ integrity: false }))],
      ok: (await client().start()).ok,
    };
  });
  assert.deepEqual(seen.errors.map((error) => error.code), [code("initialize"), code("initialize")]);
  assert.match(seen.errors[0].message, /before with other options/);
  assert.equal(seen.ok, true);
});

test("an engine that cannot be loaded rejects with InitializeError, and the next try works where the browser asks again", async (t) => {
  let tries = 0;
  const page = await openPage(t, {
    expected: [/rtm\.engine\.js.* was blocked/], // Firefox's words
    async prepare(page) {
      await page.setRequestInterception(true);
      page.on("request", (request) => {
        if (request.url().endsWith("/rtm.engine.js") && tries++ === 0) request.respond({ status: 503, body: "" });
        else request.continue();
      });
    },
  });
  const seen = await page.evaluate(async () => ({ error: await outcome(initialize()), again: await outcome(initialize()) }));
  assert.equal(seen.error.code, code("initialize"));
  assert.match(seen.error.message, /rtm\.engine\.js could not be loaded/);
  // Firefox remembers that a module could not be loaded, as the HTML standard
  // has it (its module map), until the page is loaded anew. Chromium asks again.
  assert.equal(seen.again.code, kind === "firefox" ? code("initialize") : undefined);
});

test("an engine of another build rejects with InitializeError", async (t) => {
  const page = await openPage(t);
  const error = await page.evaluate(async () => {
    const engine = await import("/rtm.engine.js");
    return outcome(initialize({ engine: { ...engine, builtWith: "0.0.1 other" } }));
  });
  assert.equal(error.code, code("initialize"));
  assert.match(error.message, /rtm\.js is of build .+, but rtm\.engine\.js is of build 0\.0\.1 other/);
});

test("the engine may be given, as a service worker must", async (t) => {
  const page = await openPage(t);
  const ok = await page.evaluate(async () => {
    const engine = await import("/rtm.engine.js?given");
    await initialize({ engine });
    return (await client().start()).ok;
  });
  assert.equal(ok, true);
});

const broken = {
  "that is not there": ["/test/nowhere.wasm", false, /status 404/],
  "that is HTML": ["/test/blank.html", false, /answered with a page \(text\/html/],
  "that is empty": ["/test/empty.wasm", false, /is not WebAssembly/],
  "that is no WebAssembly for all its type": ["/test/junk.wasm", false, /is not WebAssembly/],
  "that has another hash": ["/rtm.wasm", `sha384-${"A".repeat(64)}`, /has another hash/],
  "that has none of several hashes": ["/rtm.wasm", `sha384-${"A".repeat(64)} sha256-${"B".repeat(43)}=`, /could not be fetched/],
  "that is HTML, and is to have the hash of the build": ["/test/blank.html", undefined, /answered with a page/],
  "of another kind": ["/test/other.wasm", false, /of build unknown/],
  "of another build": ["/test/older.wasm", false, /^rtm\.js is of build \d+\.\d+\.\d+ [0-9a-f]{16}, but the WebAssembly program is of build 0\.0\.9 0123456789abcdef: /],
  "that exits at once": ["/test/exits.wasm", false, /did not start/],
};

test("what is no such program rejects with InitializeError, and the next try works", async (t) => {
  const files = {
    "/test/empty.wasm": { status: 200, contentType: "text/plain", body: "" },
    "/test/junk.wasm": wasm("junk"),
    "/test/other.wasm": wasm(Buffer.from("0061736d01000000", "hex")),
    "/test/older.wasm": wasm(ofBuild("0.0.9 0123456789abcdef")),
    "/test/exits.wasm": wasm(exits),
  };
  const page = await pageWith(t, (path) => files[path], { expected: [/integrity/] });
  for (const [what, [wasmURL, integrity, words]] of Object.entries(broken)) {
    const options = { wasmURL, ...(integrity !== undefined && { integrity }) };
    const error = await page.evaluate((options) => outcome(initialize(options)), options);
    assert.equal(error.code, code("initialize"), `a program ${what}`);
    assert.match(error.message, words);
  }
  assert.equal(await page.evaluate(async () => (await client().start()).ok), true);
});

test("an integrity that is neither a hash nor false is refused, and nothing is loaded", async (t) => {
  let requests = 0;
  const page = await pageWith(t, () => void requests++);
  const right = `sha384-${"A".repeat(64)}`;
  const wrong = [true, "", " ", 0, 1, null, [], [right], {}, "sha384-...", "sha384-AAAA", "md5-AAAAAAAAAAAAAAAAAAAAAA==", `${right} sha256-x`, `${right} `, `${right}?x`, right.replace("sha384", "sha256")];
  const errors = await page.evaluate((wrong) => Promise.all(wrong.map((integrity) => outcome(initialize({ integrity })))), wrong);
  for (const [i, error] of errors.entries()) {
    assert.deepEqual([error.isTypeError, error.code], [true, code("invalid_argument")], JSON.stringify(wrong[i]));
    assert.match(error.message, /"integrity" must be a hash/);
  }
  assert.equal(requests, 0);
});

test("a module that is compiled already cannot be given with a hash", async (t) => {
  const page = await openPage(t);
  const error = await page.evaluate(async (integrity) => {
    const wasmModule = await WebAssembly.compileStreaming(fetch("/rtm.wasm"));
    return outcome(initialize({ wasmModule, integrity }));
  }, `sha384-${"A".repeat(64)}`);
  assert.equal(error.code, code("invalid_argument"));
  assert.match(error.message, /"integrity".* wasmModule/);
});

/** How a page may load the program. `several` stands for a list with the right hash in it, which the browser checks. */
const loads = {
  "by itself": {},
  "from an address": { wasmURL: "/rtm.wasm" },
  "into a worker": { worker: true },
  "into a worker of a Blob": { worker: "blob" },
  "with several hashes": { integrity: "several" },
};

for (const secure of [true, false]) {
  test(`a program that was tampered with never runs in a page that is ${secure ? "" : "not "}secure`, async (t) => {
    const whole = readFileSync(`${here}../dist/rtm.wasm`);
    const several = ["sha384", "sha512"].map((name) => `${name}-${createHash(name).update(whole).digest("base64")}`).join(" ");
    const page = await pageWith(t, () => wasm(ofBuild(stampOf(whole))), { expected: [/integrity/] });
    // Without a secure context there is no crypto.subtle, and that is all that we ask.
    if (!secure) await page.evaluate(() => Object.defineProperty(Crypto.prototype, "subtle", { value: undefined }));
    for (const [how, options] of Object.entries(loads)) {
      const error = await page.evaluate((options) => outcome(initialize(options)), { ...options, ...(options.integrity && { integrity: several }) });
      assert.equal(error.code, code("initialize"), how);
      assert.match(error.message, /has another hash|could not be fetched/, how);
    }
  });
}

test("with integrity: false another program of the same build runs", async (t) => {
  const whole = readFileSync(`${here}../dist/rtm.wasm`);
  const page = await pageWith(t, () => wasm(Buffer.concat([whole, Buffer.from([0, 2, 1, 120])]))); // a section that means nothing
  const ok = await page.evaluate(async () => {
    await initialize({ integrity: false });
    return (await client().start()).ok;
  });
  assert.equal(ok, true);
});

test("a load that takes too long rejects with InitializeError, and the next try works", async (t) => {
  let stalls = true; // a load that is given up soon may ask for nothing
  const page = await pageWith(t, () => (stalls ? "stall" : undefined));
  const error = await page.evaluate(() => outcome(initialize({ timeout: 20 })));
  assert.equal(error.code, code("initialize"));
  assert.match(error.message, /not loaded within 20 ms/);
  stalls = false;
  assert.equal(await page.evaluate(async () => (await client().start()).ok), true);
});

test("a timeout of 0 or Infinity is none", async (t) => {
  const page = await openPage(t);
  await page.evaluate(async () => {
    await initialize({ timeout: Infinity });
    await initialize({ timeout: 0 });
  });
});

test("an abort ends the load, and the next try works", async (t) => {
  let stalls = true; // a load that is aborted at once may ask for nothing
  const page = await pageWith(t, () => (stalls ? "stall" : undefined));
  const seen = await page.evaluate(async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const loading = initialize({ signal: controller.signal }).catch((error) => error);
    controller.abort(reason);
    const error = await loading;
    const late = await outcome(initialize({ signal: controller.signal }));
    const timeout = await outcome(initialize({ signal: AbortSignal.timeout(0) }));
    return { error: plain(error), same: error.cause === reason, late, timeout };
  });
  stalls = false;
  const ok = await page.evaluate(async () => (await client().start()).ok);
  assert.equal(seen.error.name, "AbortError");
  assert.equal(seen.error.code, code("abort"));
  assert.equal(seen.same, true);
  assert.equal(seen.late.name, "AbortError");
  assert.equal(seen.timeout.name, "TimeoutError");
  assert.equal(ok, true);
});

test("an abort of one who waits for a load does not disturb the others", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    const controller = new AbortController();
    const first = outcome(initialize({ signal: controller.signal }));
    const started = client().start();
    controller.abort();
    return { first: (await first).name, ok: (await started).ok };
  });
  assert.deepEqual(seen, { first: "AbortError", ok: true });
});

test("a start that cannot load the program rejects, with an error event, and another may follow", async (t) => {
  const page = await pageWith(t, (path, n) => (n === 0 ? { status: 503 } : undefined), { expected: [/integrity/] });
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const failed = once(rtm, "error");
    const sent = outcome(rtm.sendMessage("early", "C0GENERAL"));
    const error = await outcome(rtm.start());
    return { error, event: plain((await failed)[0]), sent: await sent, state: rtm.state, ok: (await rtm.start()).ok };
  });
  assert.equal(seen.error.code, code("initialize"));
  assert.deepEqual(seen.event, seen.error);
  assert.equal(seen.sent.code, code("rtmclient_disconnected"));
  assert.equal(seen.sent.delivered, "no");
  assert.equal(seen.sent.cause.code, code("initialize"));
  assert.deepEqual([seen.state, seen.ok], ["disconnected", true]);
});

test("initialize takes a module that is compiled already", async (t) => {
  let requests = 0;
  const page = await pageWith(t, () => void requests++);
  const ok = await page.evaluate(async () => {
    const wasmModule = await WebAssembly.compileStreaming(fetch("/rtm.wasm"));
    await initialize({ wasmModule });
    return (await client().start()).ok;
  });
  assert.equal(ok, true);
  assert.equal(requests, 1);
});

test("a relative wasmURL is resolved against the page, and a URL object will do", async (t) => {
  for (const script of ["'../rtm.wasm'", "new URL('/rtm.wasm', location.href)"]) {
    const page = await openPage(t);
    assert.equal(await page.evaluate(async (script) => {
      await initialize({ wasmURL: eval(script) });
      return (await client().start()).ok;
    }, script), true);
  }
});

test("the program is asked for by its hash, and only the answer to that may be kept", async (t) => {
  const page = await openPage(t);
  const url = await page.evaluate(async () => {
    await initialize();
    return performance.getEntriesByType("resource").map(({ name }) => name).find((name) => name.includes("rtm.wasm"));
  });
  const hash = createHash("sha256").update(readFileSync(`${here}../dist/rtm.wasm`)).digest("hex").slice(0, 16);
  assert.ok(url.endsWith(`/rtm.wasm?v=${hash}`), `${url} does not name the file's bytes, ${hash}`);
  const answer = async (url, coding) => (await fetch(url, { method: "HEAD", headers: { "Accept-Encoding": coding } })).headers;
  assert.equal((await answer(url, "br")).get("Cache-Control"), "public, max-age=31536000, immutable");
  for (const other of [`${origin}/rtm.wasm`, `${origin}/rtm.wasm?v=0123456789abcdef`, url.replace("rtm.wasm", "rtm.js")]) {
    assert.equal((await answer(other, "br")).get("Cache-Control"), "no-cache", other);
  }
  for (const [accepted, sent] of [["gzip, deflate, br", "br"], ["gzip", "gzip"], ["identity", null]]) {
    const headers = await answer(url, accepted);
    assert.deepEqual([headers.get("Content-Encoding"), headers.get("Content-Type"), headers.get("Vary")], [sent, "application/wasm", "Accept-Encoding"]);
  }
});

test("a strict Content-Security-Policy is enough", async (t) => {
  const page = await openPage(t, { path: "/test/policy.html", expected: [/Content.Security.Policy/] });
  const policy = (await fetch(page.url())).headers.get("Content-Security-Policy");
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(policy, /blob:|'unsafe-/);
  // It is in force, and what the client does is not against it.
  assert.deepEqual(await page.evaluate("refused"), ["eval", "blob"]);
  assert.deepEqual(await page.evaluate("talk()"), { ok: true, refused: ["eval", "blob"] });
});

test("a server that does not know the type of WebAssembly will do", async (t) => {
  const page = await pageWith(t, () => ({ ...wasm(dies), contentType: "application/octet-stream" }));
  await page.evaluate(() => initialize({ wasmURL: "/test/dies.wasm", integrity: false }));
});

test("rtm.iife.js serves a page without modules, and finds rtm.wasm beside itself", async (t) => {
  const page = await openPage(t, { path: "/test/iife.html" });
  const seen = await page.evaluate(async () => {
    const workspace = new URLSearchParams(location.search).get("workspace");
    await rtmwasm.initialize();
    const rtm = new rtmwasm.RTMClient("xoxb-1", { slackApiUrl: `${location.origin}/workspaces/${workspace}/api/` });
    const ready = new Promise((resolve) => rtm.once("ready", resolve));
    await rtm.start();
    await ready;
    const { ok } = await rtm.sendMessage("hello", "C0GENERAL");
    await rtm.disconnect();
    return { ok, exports: Object.keys(rtmwasm).sort() };
  });
  assert.deepEqual(seen, { ok: true, exports: ["CLIENT_EVENTS", "ErrorCode", "LogLevel", "MemoryDataStore", "RETRY_POLICIES", "RTMClient", "RTM_EVENTS", "RTM_MESSAGE_SUBTYPES", "RtmClient", "escapeText", "initialize", "isRTMError", "retryPolicies"] });
});

/** The ways in which the program may end (see dies/main.go), and what is said then. */
const ends = {
  panic: /code 2, saying: panic: of the test/,
  exit: /code 7/,
  // Whether Go's own limit for the stack or the browser's is met first, the browser decides.
  overflow: /broke down \((?:RangeError: Maximum call stack|InternalError: too much recursion)|stack exceeds 1048576-byte limit/,
  deadlock: /asleep/,
  trap: /broke down \(RuntimeError: (?:memory access|index) out of bounds/,
  memory: /code 2, saying: .*out of memory/,
  throw: /broke down \(TypeError: .*getRandomValues/,
};

/** Where it may end, and in which ways it cannot there. */
const places = {
  export: [],
  callback: [], // Go has called a function of JavaScript's, which has called Go
  goroutine: ["deadlock"], // the others go on
  timer: ["deadlock"],
  table: ["panic"], // the call rejects, and that is all
  report: ["panic"], // stats() asks for it, and gets it before it returns
};

test("the death of a program without names says where it was, and explain tells it by name", async (t) => {
  const page = await pageWith(t, (path) => (path === "/test/dies.wasm" ? wasm(dies) : undefined));
  const dieOf = (end) => page.evaluate(async (end) => {
    await initialize({ wasmURL: "/test/dies.wasm", integrity: false });
    const rtm = client();
    await rtm.start();
    const failed = once(rtm, "error");
    rtm.addOutgoingEvent(false, end).catch(() => {});
    const [{ output, cause }] = await failed;
    return { output, stack: cause?.stack };
  }, end);

  const { output } = await dieOf("goroutine panic");
  assert.match(output, /^panic: of the test\n/);
  assert.doesNotMatch(output, /main\.|\.go:|enter|gopanic/);
  const explained = bundle(["-explain", named], output);
  assert.match(explained, /^panic: of the test\n/);
  assert.match(explained, /^main\.init\.func\d\(.*\n\t\S*dies\/main\.go:\d+$/m);
  assert.match(explained, /^runtime\.gopanic\(.*\n\t\S*runtime\/panic\.go:\d+$/m);
  assert.match(explained, /^runtime\.bgsweep\(.*\n\t\S*runtime\/mgcsweep\.go:\d+$/m);

  const { stack } = await dieOf("export trap");
  assert.match(bundle(["-explain", named], stack), /wasm-function\[\d+\] main\.enter/);

  assert.throws(() => bundle(["-explain", named], output.replace(/build \S+ /, "build 0.0.1 ")), /this is of build 0\.0\.1 \w+, and here is build/);
});

for (const [where, others] of Object.entries(places)) {
  for (const worker of [false, true]) {
    const ways = Object.keys(ends).filter((way) => !others.includes(way));
    test(`when the program ${worker ? "in a worker " : ""}ends (${where}: ${ways.join(", ")}), every call rejects, the page is told, and a start begins afresh`, async (t) => {
      const page = await pageWith(t, (path) => (path === "/test/dies.wasm" ? wasm(dies) : undefined));
      await page.evaluate((worker) => {
        const options = { wasmURL: "/test/dies.wasm", integrity: false, worker };
        window.rtm = client();
        window.other = client();
        window.dieOf = async (where, way) => {
          await initialize(options);
          await Promise.all([rtm.start(), other.start()]);
          const before = [rtm.state, other.state];
          const events = record(rtm, "error", "state", "disconnected", "reconnecting");
          const failed = once(rtm, "error");
          const disconnected = Promise.all([once(rtm, "disconnected"), once(other, "disconnected")]);
          const controller = new AbortController();
          const pending = [
            rtm.sendMessage("one", "C0GENERAL"),
            other.sendMessage("two", "C0GENERAL", { signal: controller.signal }),
            rtm.call("auth.test"),
            where === "table" ? rtm.call(way) : rtm.addOutgoingEvent(false, `${where} ${way}`),
          ].map(outcome);
          if (where === "report" && !worker) rtm.stats();
          const errors = await Promise.all(pending);
          const [[cause]] = await disconnected;
          const states = [rtm.state, other.state, rtm.activeUserId === undefined];
          controller.abort();
          const { recordings } = await rtm.trace();
          const [error] = await failed;
          rtm.removeAllListeners();
          delete crypto.getRandomValues; // which the program may have taken away
          const lines = logged.splice(0).map(([level]) => level);
          return { before, errors, states, error: plain(error), cause: plain(cause), events, lines, recordings: recordings.map(atob) };
        };
      }, worker);
      for (const way of ways) {
        const seen = await page.evaluate((where, way) => dieOf(where, way), where, way);
        assert.deepEqual(seen.before, ["ready", "ready"], way);
        const deadly = where === "table" ? undefined : "unknown";
        assert.deepEqual(seen.errors.map(({ code, delivered, text }) => [code, delivered, text]), [
          [code("engine_died"), "unknown", "one"],
          [code("engine_died"), "unknown", "two"],
          [code("engine_died"), undefined, undefined],
          [code("engine_died"), deadly, undefined],
        ], way);
        assert.deepEqual(seen.states, ["disconnected", "disconnected", true], way);
        assert.match(seen.error.message, ends[way]);
        assert.deepEqual(seen.cause, seen.error, way);
        assert.deepEqual(seen.events, ["error", "state", "disconnected"], way);
        assert.deepEqual(seen.recordings, ["rtm-recording of the test"], way);
        assert.deepEqual(seen.lines, ["error", "error"], way);
      }
      await answerNoMore(page); // from now on it is the real one
      const after = await page.evaluate(async () => {
        const ready = once(rtm, "ready");
        await rtm.start();
        await ready;
        const { text } = await rtm.sendMessage("alive", "C0GENERAL");
        return { text, reported, unhandled };
      });
      assert.deepEqual(page.workers().length, worker ? 1 : 0);
      assert.deepEqual(after, { text: "alive", reported: [], unhandled: [] });
    });
  }
}

test("what of the page throws in Go ends the program, and a start begins afresh", async (t) => {
  const page = await openPage(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      const { now } = performance;
      performance.now = () => {
        if (window.clockFails) throw new Error("there is no time");
        return now.call(performance);
      };
    }),
  });
  const seen = await page.evaluate(async () => {
    const rtm = await readyClient();
    const failed = once(rtm, "error");
    window.clockFails = true;
    const sent = outcome(rtm.sendMessage("hello", "C0GENERAL"));
    window.clockFails = false;
    const [error] = await failed;
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    const { text } = await rtm.sendMessage("alive", "C0GENERAL");
    return { error: plain(error), sent: await sent, text, reported, unhandled };
  });
  assert.match(seen.error.message, /broke down \(Error: there is no time\)/);
  assert.equal(seen.error.cause.message, "there is no time");
  assert.deepEqual([seen.sent.code, seen.sent.delivered], [code("engine_died"), "unknown"]);
  assert.deepEqual([seen.text, seen.reported, seen.unhandled], ["alive", [], []]);
});

test("a start after the end of the program tells of the gap, and follows whom the client did", async (t) => {
  const page = await openPage(t, {
    prepare: (page) => page.evaluateOnNewDocument(() => {
      const { now } = performance;
      performance.now = () => {
        if (window.clockFails) throw new Error("there is no time");
        return now.call(performance);
      };
    }),
  });
  const seen = await page.evaluate(async () => {
    const rtm = await readyClient();
    await rtm.subscribePresence(["U0000ANNA"]);
    const over = once(rtm, "disconnected");
    window.clockFails = true;
    rtm.sendTyping("C0GENERAL");
    window.clockFails = false;
    const [death] = await over;
    const missed = await slack("say", { text: "nobody hears this" });
    const gaps = [];
    rtm.on("gap", (gap) => gaps.push(gap));
    const presences = record(rtm, "presence_change");
    await Promise.all([once(rtm, "ready"), rtm.start()]);
    await rtm.ping();
    return { gaps: gaps.map(({ from, to, cause, recovered }) => ({ from, isIn: missed <= to, isItsCause: cause.message === death.message, recovered })), presences };
  });
  assert.deepEqual(seen, { gaps: [{ isIn: true, isItsCause: true, recovered: false }], presences: ["presence_change"] });
});

test("what of the page throws when Go begins is the cause of the InitializeError, and the next try works", async (t) => {
  const page = await openPage(t);
  const seen = await page.evaluate(async () => {
    crypto.getRandomValues = thrower("there is no chance");
    const error = await outcome(initialize());
    delete crypto.getRandomValues;
    return { error, ok: (await client().start()).ok, reported, unhandled };
  });
  assert.equal(seen.error.code, code("initialize"));
  assert.match(seen.error.message, /did not start/);
  assert.match(seen.error.cause.message, /there is no chance/);
  assert.deepEqual([seen.ok, seen.reported, seen.unhandled], [true, [], []]);
});

for (const [where, worker] of [["in the page", false], ["in a worker", true]]) {
  test(`disconnect resolves though the program ${where} ends before it has stopped`, async (t) => {
    const page = await pageWith(t, (path) => (path === "/test/dies.wasm" ? wasm(dies) : undefined));
    const seen = await page.evaluate(async (worker) => {
      await initialize({ wasmURL: "/test/dies.wasm", integrity: false, worker });
      const rtm = client();
      await rtm.start();
      const outcomes = [];
      for (const event of ["error", "state", "disconnected", "disconnect"]) rtm.on(event, () => outcomes.push(outcome(rtm.disconnect())));
      rtm.addOutgoingEvent(false, "export deadlock"); // Go gets nothing that comes after it
      outcomes.push(outcome(rtm.disconnect()), outcome(rtm.disconnect()), outcome(rtm[Symbol.asyncDispose]?.()));
      await once(rtm, "disconnect");
      return { outcomes: await Promise.all(outcomes), state: rtm.state, unhandled };
    }, worker);
    assert.ok(seen.outcomes.length >= 7, `${seen.outcomes.length} calls`);
    for (const outcome of seen.outcomes) assert.deepEqual(outcome, {});
    assert.deepEqual([seen.state, seen.unhandled], ["disconnected", []]);
  });
}

test("disconnect resolves while the program is being loaded, when that fails, and after it", async (t) => {
  const page = await pageWith(t, () => ({ status: 404 }));
  const seen = await page.evaluate(async () => {
    const rtm = client();
    const outcomes = [];
    rtm.on("error", () => outcomes.push(outcome(rtm.disconnect())));
    rtm.start();
    outcomes.push(outcome(rtm.disconnect()));
    const failed = once(rtm, "error");
    rtm.start();
    await failed;
    outcomes.push(outcome(rtm.disconnect()));
    return { outcomes: await Promise.all(outcomes), unhandled };
  });
  assert.deepEqual(seen, { outcomes: [{}, {}, {}], unhandled: [] });
});
