// The examples of the READMEs and the guides: each is type-checked, and run on a workspace.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage, serving } from "./browser.js";
import { guides, read } from "./guides.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const web = join(here, "..");

const folder = (serving.folder = mkdtempSync(join(tmpdir(), "examples-")));
after(() => rmSync(folder, { recursive: true }));

/** The scripts in a guide's blocks of JavaScript and HTML. */
function examplesIn(path) {
  const blocks = [...read(path).matchAll(/^```(js|html)\n(.*?)^```$/gms)];
  return blocks.map(([, language, text]) => {
    const script = language === "js" ? text : text.match(/<script type="module">\n(.*?)<\/script>/s)[1];
    return /^\s*import |await import\(/m.test(script) ? script : `import { RTMClient } from "./rtm.js";\n${script}`;
  });
}

const examples = guides.flatMap((path) => examplesIn(path).map((text, i) => ({ title: `${path}, example ${i + 1}`, text })));

test("the examples are found", () => {
  for (const title of ["README.md, example 2", "web/README.md, example 1", "web/docs/testing.md, example 1"]) assert.ok(examples.some((example) => example.title === title), title);
});

test("the examples are free of errors in the eyes of TypeScript", () => {
  const declared = "export {};\ndeclare const token: string;\n";
  examples.forEach(({ text }, i) => writeFileSync(join(folder, `${i}.ts`), declared + text.replace(/"\.?\/rtm\.js"/, '"./rtm.js"')));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({
    extends: join(here, "types/tsconfig.json"),
    // They are JavaScript, where nothing has a type of its own.
    compilerOptions: { noImplicitAny: false, rootDirs: [".", join(web, "dist")], paths: { rtmwasm: [join(web, "dist/rtm.d.ts")] } },
    files: examples.map((_, i) => `${i}.ts`),
  }));
  try {
    execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", folder]);
  } catch (error) {
    assert.fail(String(error.stdout));
  }
});

/** What the page of an example has that its author's would: a token, and Slack. */
function surroundings() {
  const workspace = new URLSearchParams(location.search).get("workspace");
  const toSlack = fetch;
  window.fetch = (url, init) => toSlack(String(url).replace("https://slack.com/api/", `/workspaces/${workspace}/api/`), init);
  window.token = "xoxb-secret";
  window.loaded = true;
}

writeFileSync(join(folder, "surroundings.js"), `(${surroundings})();`);
writeFileSync(join(folder, "page.html"), '<!doctype html><link rel="icon" href="data:,"><script src="surroundings.js"></script>');

for (const [i, { title, text }] of examples.entries()) {
  test(`${title} runs to its end`, async (t) => {
    const page = await openPage(t, { path: "/test/page.html", expected: [/^\[rtmwasm\] the next attempt is in/] });
    const workspace = new URL(`/workspaces/${new URL(page.url()).searchParams.get("workspace")}/`, page.url()).href;
    const script = text
      .replace(/ from "(\.\/rtm\.js|rtmwasm)"/, ' from "/rtm.js"')
      .replace("http://127.0.0.1:8080/workspaces/my-test/", workspace)
      .replaceAll("/workspaces/hello/", new URL(workspace).pathname)
      .replaceAll("C0123456789", "C0GENERAL");
    writeFileSync(join(folder, `${i}.js`), script);
    await page.evaluate((name) => import(name), `/test/${i}.js`);
    const opened = async () => (await (await fetch(`${workspace}control/log`)).json()).opened;
    if (text.includes("start()")) while ((await opened()) === 0); // start() resolves before there is a socket
    else assert.equal(await opened(), 0);
  });
}
