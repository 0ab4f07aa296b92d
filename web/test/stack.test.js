// Source maps: a stack of the package's minified files can be read, and they tell nothing
// of the machine that built them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import test from "node:test";
import { inPage } from "./browser.js";
import { top } from "./launch.js";

const dist = join(top, "web/dist");
const mapOf = (name) => JSON.parse(readFileSync(join(dist, `${name}.map`), "utf8"));

/** Where the frames of a stack are in the sources, with the line of each. */
function read(stack, name) {
  const map = mapOf(name);
  const frames = [...stack.matchAll(new RegExp(`/${name.replaceAll(".", "\\.")}[^:\\s]*:(\\d+):(\\d+)`, "g"))];
  return frames.map(([, line, column]) => {
    const { originalSource, originalLine } = new SourceMap(map).findEntry(line - 1, column - 1);
    return { source: originalSource, text: map.sourcesContent[map.sources.indexOf(originalSource)].split("\n")[originalLine] };
  });
}

test("the stack of an error leads to the lines of the sources, from rtm.js", async (t) => {
  const stack = await inPage(t, () => {
    try {
      new RTMClient("xoxb-1", { ackTimeout: -1 });
    } catch (error) {
      return error.stack;
    }
  });
  const frames = read(stack, "rtm.js");
  assert.deepEqual([frames[0].source, frames[1].source], ["../src/client/errors.js", "../src/client/checks.js"], stack);
  assert.match(frames[0].text, /new TypeError\(message/);
  assert.match(frames[1].text, /throw invalid\(`The option/);
});

test("so it is behind the import that bundlers are to let be, whose comments the build puts in", () => {
  const code = readFileSync(join(dist, "rtm.js"), "utf8");
  const lines = code.slice(0, code.indexOf("throw", code.indexOf("/*webpackIgnore:true*/"))).split("\n");
  const { originalSource, originalLine } = new SourceMap(mapOf("rtm.js")).findEntry(lines.length - 1, lines.at(-1).length);
  assert.equal(originalSource, "../src/engine/initialize.js");
  assert.match(readFileSync(join(dist, originalSource), "utf8").split("\n")[originalLine], /^ *(if \(.*\) )?throw /);
});

for (const name of ["rtm.js", "rtm.engine.js", "rtm.remote.js", "rtm.worker.js", "rtm.iife.js"]) {
  test(`${name} names its source map, which has the sources in it`, () => {
    assert.ok(readFileSync(join(dist, name), "utf8").trimEnd().endsWith(`\n//# sourceMappingURL=${name}.map`));
    const { sources, sourcesContent } = mapOf(name);
    for (const [i, source] of sources.entries()) {
      if (source === "go-runtime:wasm_exec.js") continue; // Go's, changed by the build
      assert.match(source, /^\.\.\/src\/[\w/-]+\.js$/);
      assert.equal(sourcesContent[i], readFileSync(join(dist, source), "utf8"), source);
    }
  });
}

test("a page does not load them", async (t) => {
  const loaded = await inPage(t, async () => {
    await initialize();
    return performance.getEntriesByType("resource").map(({ name }) => name);
  });
  assert.ok(loaded.some((name) => /rtm\.js/.test(name)));
  assert.deepEqual(loaded.filter((name) => /\.map/.test(name)), []);
});
