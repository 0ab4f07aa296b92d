// The files of the build, and those of other releases, as a host has them.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { top } from "./launch.js";

const dist = join(top, "web/dist");
const names = readdirSync(dist).filter((name) => /^rtm\.([a-z]+\.)?(js|wasm)$/.test(name));

/** The build's files, by name. */
export const release = Object.fromEntries(names.map((name) => [name, readFileSync(join(dist, name))]));

let others = 0;

/** Those of another release, which no cache has: the same, but for what tells builds apart. */
export function anotherRelease() {
  const number = ++others;
  const sum = (bytes, form) => createHash("sha256").update(bytes).digest(form);
  const before = release["rtm.wasm"];
  const wasm = Buffer.concat([before, Buffer.from([0, 3, 1, 120, number])]); // a section that means nothing
  const [stamp] = WebAssembly.Module.customSections(new WebAssembly.Module(before), "rtmwasm");
  const builds = release["rtm.engine.js"].toString().match(/\d+\.\d+\.\d+ [0-9a-f]{16}/g);
  const build = builds.find((text) => text !== Buffer.from(stamp).toString());
  const changes = [
    [build.split(" ")[1], String(number).padStart(16, "0")],
    [sum(before, "base64"), sum(wasm, "base64")],
    [sum(before, "hex").slice(0, 16), sum(wasm, "hex").slice(0, 16)],
  ];
  const changed = (name) => Buffer.from(changes.reduce((text, [from, to]) => text.replaceAll(from, to), release[name].toString()));
  return Object.fromEntries(names.map((name) => [name, name === "rtm.wasm" ? wasm : changed(name)]));
}
