// The oldest browsers that the client says it runs in are those that have all that its
// sources use, as MDN's data has it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const data = createRequire(import.meta.url)("@mdn/browser-compat-data");
const browsers = ["chrome", "edge", "firefox", "safari"];
const source = fileURLToPath(new URL("../../src", import.meta.url));
const guides = fileURLToPath(new URL("../../docs", import.meta.url));

/** What the sources do without where it is missing. (Of a page that is not secure it is missing in every browser.) */
const optional = new Set(["Symbol.asyncDispose", "SharedWorker", "SharedWorker.port", "reportError", "NavigatorLocks.locks", "LockManager.request", "Crypto.randomUUID"]);

/** What lib.dom.d.ts calls otherwise than the data does. */
const mixins = {
  AbstractWorker: "Worker", Body: "Response", MessageEventTarget: "MessagePort",
  NavigatorID: "Navigator", NavigatorLocks: "Navigator", ReadableStreamGenericReader: "ReadableStreamDefaultReader", WindowOrWorkerGlobalScope: "Window", GlobalEventHandlers: "Window",
};

/** Whose members the data has under no such name, and every browser has. */
const asOldAsJavaScript = /^(Object|CallableFunction|Array|Uint8Array|Console|ImportMeta|WebAssembly|TextEncoderEncodeIntoResult|(add|remove)EventListener)$|^(Object|CallableFunction|Array|Uint8Array|Console|ImportMeta|TextEncoderEncodeIntoResult)\./;

/** The first version of each browser that has a feature, in part perhaps. */
function since({ support }) {
  return browsers.map((browser) => {
    const added = [support[browser]].flat().filter(({ flags, version_added }) => !flags && parseFloat(version_added)).map(({ version_added }) => parseFloat(version_added));
    return added.length > 0 ? Math.min(...added) : Infinity;
  });
}

/** What the data has of a name. */
function compat(name) {
  const [owner, member = ""] = name.split(".");
  const event = member.match(/^on(\w+)$/)?.[1];
  const wasm = data.webassembly.api;
  for (const at of [data.api[owner], data.javascript.builtins[owner], data.api[mixins[owner]], owner === "WebAssembly" ? wasm : wasm[owner], /EventListener$/.test(member) && data.api.EventTarget]) {
    const feature = member ? (at?.[member] ?? at?.[`${member}_static`] ?? at?.[`${event}_event`]) : at;
    if (feature?.__compat) return feature.__compat;
  }
  return member ? undefined : data.api.Window[owner]?.__compat;
}

/** The names of what the sources use of the browser, as the checker finds them. */
function used() {
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(`${source}/tsconfig.json`, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: assert.fail });
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const names = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) for (const declaration of checker.getSymbolAtLocation(node)?.declarations ?? []) note(node.text, declaration);
    ts.forEachChild(node, visit);
  };
  const note = (name, declaration) => {
    const { parent } = declaration;
    if (!/^lib\./.test(basename(declaration.getSourceFile().fileName))) return;
    if (ts.isInterfaceDeclaration(parent)) names.add(`${parent.name.text.replace(/Constructor$/, "")}.${name}`);
    else if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent)) names.add(`${parent.parent.name.text}.${name}`);
    else {
      const namespace = ts.findAncestor(parent, ts.isModuleDeclaration);
      names.add(namespace ? `${namespace.name.text}.${name}` : name);
    }
  };
  for (const file of program.getSourceFiles()) if (file.fileName.startsWith(source) && !file.isDeclarationFile) visit(file);
  return [...names].filter((name) => !optional.has(name));
}

/** What comes with the syntax of the files and of rtm.wasm: a browser that lacks it cannot read them. */
const syntax = [
  data.javascript.classes.static.initialization_blocks, data.javascript.classes.private_class_methods,
  data.webassembly["bulk-memory-operations"], data.webassembly["sign-extension-operations"], data.webassembly["non-trapping-float-to-int-conversions"],
].map((feature) => since(feature.__compat));

const latest = (rows) => browsers.map((_, i) => Math.max(...rows.map((row) => row[i])));
const names = used();
const known = names.filter(compat);
const needed = latest([...syntax, ...known.map((name) => since(compat(name)))]);

test("the data knows what the sources use", () => {
  assert.ok(known.includes("URL.canParse") && known.length > 100, `${known.length} are known`);
  assert.deepEqual(names.filter((name) => !compat(name) && !asOldAsJavaScript.test(name)), []);
});

test("what came later than the syntax is looked for before anything is done", () => {
  const floor = latest(syntax);
  const later = known.filter((name) => since(compat(name)).some((version, i) => version > floor[i]));
  const [, list] = readFileSync(`${source}/client/browser.js`, "utf8").match(/const needed = (\[.*\]);/);
  const checked = JSON.parse(list).map((name) => name.replace(".prototype", ""));
  assert.deepEqual(later.filter((name) => !checked.includes(name)), []);
  assert.deepEqual(checked.filter((name) => name !== "WebAssembly" && !later.includes(name)), []);
});

const claim = /Chrome\s+(\d+),\s+Edge\s+(\d+),\s+Firefox\s+(\d+)(?:,|\s+and)\s+Safari\s+(\d+)/g;
const claims = (path) => [...readFileSync(path, "utf8").matchAll(claim)].map(([, ...versions]) => versions.map(Number));

test("the error names the oldest versions that have all", () => {
  assert.deepEqual(claims(`${source}/client/browser.js`), [needed]);
});

test("so do the guides", () => {
  const said = readdirSync(guides).flatMap((name) => claims(`${guides}/${name}`));
  assert.ok(said.length > 0);
  for (const versions of said) assert.deepEqual(versions, needed);
});
