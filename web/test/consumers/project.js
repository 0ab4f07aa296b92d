// Projects as users of the package have them: each is a folder with the package installed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serving } from "../browser.js";

export const run = promisify(execFile);
export const here = fileURLToPath(new URL(".", import.meta.url));
export const top = join(here, "../../..");
const { version } = JSON.parse(readFileSync(join(top, "web/package.json"), "utf8"));
export const tarball = join(top, `web/dist/rtmwasm-${version}.tgz`);

/** Where the projects are; the server serves it. */
const projects = (serving.folder = mkdtempSync(join(tmpdir(), "consumers-")));
after(() => rm(projects, { recursive: true }));

let installed;

/** The node_modules that npm makes of the package. */
async function install() {
  const folder = join(projects, "installed");
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--offline", tarball], { cwd: folder });
  return join(folder, "node_modules");
}

/** Makes a project of a folder here, perhaps with more files, that has the package. */
export async function project(name, ...files) {
  const folder = join(projects, name);
  await mkdir(folder);
  for (const file of files) await cp(join(here, file), join(folder, file));
  await cp(join(here, name), folder, { recursive: true }).catch((error) => assert.equal(error.code, "ENOENT"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  await cp(await (installed ??= install()), join(folder, "node_modules"), { recursive: true });
  return folder;
}

/** Gives a project other packages, which a node_modules has. */
export async function add(folder, modules, ...packages) {
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(modules, name), link);
  }
}

/** Runs a tool in a project: the one of package-lock.json. webpack would give way to another that Node finds from the project, such as Debian's. */
export const tool = (name, folder, ...args) => run(join(here, "node_modules/.bin", name), args, { cwd: folder, env: { ...process.env, WEBPACK_CLI_SKIP_IMPORT_LOCAL: "true" } });
