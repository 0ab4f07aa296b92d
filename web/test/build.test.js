// build.sh on other machines than this one. Most tests give it a machine whose Go,
// Node and apt-get only note how they were called.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const top = fileURLToPath(new URL("../../", import.meta.url));
const parts = ["lint", "imports", "native", "wasm", "types", "pages", "worker", "tabs", "firefox", "demo", "consumers"];

/** A folder that goes with the test. */
function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "build-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * A machine with these programs, name to script, and a few that every Debian has.
 * `run` runs build.sh there; `noted` gives the lines that the scripts added to the
 * file $NOTES.
 */
function machine(t, programs) {
  const folder = folderOf(t);
  const [bin, sources, notes] = ["bin", "sources", "notes"].map((name) => join(folder, name));
  for (const path of [bin, join(sources, "web/bundle"), join(sources, "web/test/demo"), join(sources, "web/test/consumers")]) mkdirSync(path, { recursive: true });
  for (const name of ["build.sh", ".ci", "go.mod", "serve.go", "web/rtm.d.ts"]) cpSync(join(top, name), join(sources, name), { recursive: true });
  writeFileSync(join(sources, "web/test/session.test.js"), "");
  for (const name of ["bash", "basename", "cat", "chmod", "cmp", "cp", "dirname", "env", "grep", "head", "ln", "ls", "mkdir", "rm", "sed", "sha256sum", "sort"]) {
    symlinkSync(["/bin/", "/usr/bin/"].map((at) => at + name).find(existsSync), join(bin, name));
  }
  for (const [name, script] of Object.entries({ nothing: "", ...programs })) {
    writeFileSync(join(bin, name), `#!${join(bin, "bash")}\n${script}\n`, { flag: "wx" }); // never through a link
    chmodSync(join(bin, name), 0o755);
  }
  return {
    run(args, environment) {
      const { status, stdout, stderr } = spawnSync(join(sources, "build.sh"), args, { env: { PATH: bin, HOME: folder, NOTES: notes, BIN: bin, ...environment }, encoding: "utf8" });
      return { status, stdout, stderr, name: join(sources, "build.sh") };
    },
    has: (path) => existsSync(join(sources, path)),
    write: (path, text) => writeFileSync(join(sources, path), text),
    noted: () => (existsSync(notes) ? readFileSync(notes, "utf8").trim().split("\n") : []),
  };
}

/** A Go that builds programs which do nothing. */
const go = (version) => `
echo "go $*" >>"$NOTES"
case $1 in
  env) printf 'go${version}\\n/nowhere\\n' ;;
  build)
    while [ "$1" != -o ]; do shift; done
    program=$2
    case $program in /dev/null) exit ;; esac
    mkdir -p "$(dirname "$program")"
    cp "$BIN/nothing" "$program" ;;
esac`;

/** A Debian with Go and root's rights. Its packages bring a program each. */
const bareDebian = {
  id: "echo 0",
  go: go("1.99.0"),
  gofmt: "",
  tar: "",
  timeout: 'shift; exec "$@"',
  "apt-get": `
    echo "apt-get $*" >>"$NOTES"
    [ "$1" = install ] || exit 0
    for package; do
      case $package in
        nodejs) name=node ;;
        lib*-brotli-static)
          mkdir -p "$BIN/../lib/nginx/modules"
          : >"$BIN/../lib/nginx/modules/ngx_http_brotli_static_module.so"
          continue ;;
        *) name=$package ;;
      esac
      if [ -e "$BIN/$name.to-install" ]; then cp "$BIN/$name.to-install" "$BIN/$name"; else cp "$BIN/nothing" "$BIN/$name"; fi
    done`,
  "node.to-install": 'case $* in *--test*) echo "$BROWSER $ENGINE tests $*" >>"$NOTES" ;; esac',
  "to-write": 'while [ "$1" != --out ]; do shift; done; mkdir -p "$2/assets"',
  "npm.to-install": `
    [ "$1" = ci ] || exit 0
    mkdir -p node_modules/.bin
    cp "$BIN/nothing" node_modules/.bin/tsc
    cp "$BIN/to-write" node_modules/.bin/typedoc
    mkdir -p node_modules/typedoc
    : >node_modules/typedoc/LICENSE
    : >package-lock.json`,
};

for (const CI of ["", "true"]) {
  test(`on a bare Debian what the tests need is installed, Firefox too, and each part runs${CI && " (in CI)"}`, (t) => {
    const { run, noted } = machine(t, bareDebian);
    const { status, stdout, stderr } = run(["test"], { CI });
    assert.equal(status, 0, stdout + stderr);
    assert.deepEqual(noted().filter((line) => /^apt-get install/.test(line)).map((line) => line.replace(/.*--no-install-recommends /, "")), ["chromium firefox-esr gcc libc6-dev libnginx-mod-http-brotli-static nginx nodejs npm"]);
    assert.equal(noted().filter((line) => / tests /.test(line)).length, 7, "types, pages, worker, tabs, demo, consumers and firefox");
    assert.equal(noted().filter((line) => /^firefox  tests /.test(line)).length, 1);
    assert.match(stdout, new RegExp(`\n== passed: ${parts.join(" ")}\n$`));
  });
}

test("pack makes the reference, and a later build has it as long as the declarations are the same", (t) => {
  const { run, has, write } = machine(t, bareDebian);
  const docs = () => has("web/dist/docs");
  assert.equal(run([]).status, 0);
  assert.ok(!docs(), "a build alone does not make it");
  const { status, stdout, stderr } = run(["pack"]);
  assert.deepEqual([status, docs()], [0, true], stdout + stderr);
  assert.equal(run([]).status, 0);
  assert.ok(docs());
  write("web/rtm.d.ts", "");
  assert.equal(run([]).status, 0);
  assert.ok(!docs(), "it is of other declarations");
});

test("help names each part", (t) => {
  const { run } = machine(t, {});
  assert.ok(run(["help"]).stdout.replace(/\s+/g, " ").includes(`arguments name its parts: ${parts.join(" ")} `));
});

test("a part that fails keeps no other from running, and is named at the end", (t) => {
  const { run, noted } = machine(t, { ...bareDebian, gofmt: "echo unformatted.go", "node.to-install": `${bareDebian["node.to-install"]}\n[ "$BROWSER" != firefox ]` });
  const { status, stderr } = run(["test"]);
  assert.equal(status, 1);
  assert.equal(noted().filter((line) => / tests /.test(line)).length, 7);
  assert.match(stderr, /: these parts failed .*: lint firefox\n$/);
});

test("what is missing is named in one line, before a build, where it cannot be installed", (t) => {
  const { run, noted } = machine(t, { ...bareDebian, id: "echo 1000" });
  const { status, stderr } = run(["test", "types", "firefox"]);
  assert.equal(status, 1);
  assert.match(stderr, /^[^\n]* these are missing: [^\n]*: firefox-esr nodejs npm\n$/);
  assert.deepEqual(noted().filter((line) => !/^go env /.test(line)), []);
});

test("no function of build.sh and what it reads has the name of a program that it looks for", () => {
  const script = ["build.sh", ".ci/machine.sh", ".ci/parts.sh"].map((name) => readFileSync(join(top, name), "utf8")).join("\n");
  const functions = [...script.matchAll(/^(\w+)\(\)/gm)].map(([, name]) => name);
  const programs = [...script.matchAll(/\b(?:on_path|first_on_path|command -v|type -P) ([^|;&\n]+)/g)].flatMap(([, words]) => words.split(/\s+/));
  assert.ok(functions.includes("chromium_path") && programs.includes("firefox"));
  assert.deepEqual(functions.filter((name) => programs.includes(name)), []);
});

test("without Go, or with one that is too old, one line says which Go to install", (t) => {
  for (const [programs, problem] of [[{}, "Go is not installed"], [{ go: go("1.25.9") }, "this is 1.25.9"], [{ go: "exit 1" }, "this Go cannot fetch another"]]) {
    const { status, stdout, stderr } = machine(t, programs).run([]);
    assert.deepEqual([status, stdout], [1, ""], problem);
    assert.match(stderr, /^[^\n]*Go 1\.26\.0 or later[^\n]*https:\/\/go\.dev\/dl\/[^\n]*\n$/);
    assert.ok(stderr.includes(problem), stderr);
  }
});

test("serve -h and a flag that serve does not have are answered without a build, under the name that was typed", (t) => {
  const { run } = machine(t, {});
  const { status, stdout, name } = run(["serve", "-h"]);
  assert.equal(status, 0);
  assert.ok(stdout.startsWith(`Usage: ${name} serve [flags]\n`), stdout);
  for (const flag of ["-addr", "-api", "-tests"]) assert.match(stdout, new RegExp(`^  ${flag} `, "m"));
  for (const args of [["-port", "80"], ["-addr", "127.0.0.1:0", "--no-such"], ["folder"], ["-tests"], ["-check"]]) {
    const { status, stdout, stderr } = run(["serve", ...args]);
    assert.deepEqual([status, stdout], [1, ""], args.join(" "));
    assert.match(stderr, /^[^\n]*build\.sh serve -h [^\n]*\n$/, args.join(" "));
  }
});

test("a value that serve refuses is refused before web/dist is built, and the first build says how long it takes", (t) => {
  const { run, noted } = machine(t, { ...bareDebian, nothing: 'echo "$0 refuses $*" >&2; exit 1' });
  const { status, stdout, stderr } = run(["serve", "-tests", "/nowhere"]);
  assert.equal(status, 1);
  assert.match(stderr, /^\S*\/serve refuses -check -tests \/nowhere\n$/);
  assert.match(stdout, /the first build takes about a minute/);
  assert.deepEqual(noted().filter((line) => /web\/bundle/.test(line)), []);
});

test("a build does not depend on the folder's name, nor on what the environment tells Go", (t) => {
  const folder = join(folderOf(t), "a b'c\"d\\e");
  const apart = [".git", ".cache", "web/dist", "web/demo", "web/test", "web/bench", "web/parity", "web/soak"].map((name) => join(top, name));
  cpSync(top, folder, { recursive: true, filter: (path) => !apart.includes(path) });
  cpSync(join(top, ".cache/compressed"), join(folder, ".cache/compressed"), { recursive: true }); // to compress takes long
  writeFileSync(join(folder, "../go.work"), "go 1.26.0\n");
  writeFileSync(join(folder, "../settings"), "GOOS=plan9\nGOFLAGS=-tags=nonsense\n");
  const { status, stdout, stderr } = spawnSync(join(folder, "build.sh"), {
    env: { ...process.env, GOENV: join(folder, "../settings"), GOOS: "windows", GOARCH: "386", GOFLAGS: "-mod=vendor", GOEXPERIMENT: "nonsense", GOROOT: "/nowhere", GO111MODULE: "off" },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const built = createHash("sha256").update(readFileSync(join(top, "web/dist/rtm.wasm"))).digest("hex");
  assert.ok(stdout.endsWith(`\nSHA-256 ${built} rtm.wasm\n`), stdout);

  const tests = spawnSync(join(folder, "build.sh"), ["test", "types"], { encoding: "utf8" });
  assert.deepEqual([tests.status, tests.stdout], [1, ""]);
  assert.match(tests.stderr, /^[^\n]*: Node imports nothing from a folder with a backslash in its path: rename [^\n]*\n$/);
});
