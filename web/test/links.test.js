// The links between the READMEs and the guides: each leads somewhere.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import test from "node:test";
import { guides, locate, read } from "./guides.js";

/** What a guide says beside its examples. */
const prose = (path) => read(path).replace(/^```[^]*?^```$/gm, "").replace(/^ {4}.*$/gm, "");

/** The targets of its links and pictures. */
const links = (path) => [...prose(path).matchAll(/\]\(([^)\s]+)\)|<(?:a|img) [^>]*(?:href|src)="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html);

/** The anchors that a browser of the repository makes of its headings. */
const anchors = (path) => [...prose(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-"));

for (const path of guides) {
  test(`the links of ${path} lead somewhere`, () => {
    for (const link of links(path).filter((link) => !/^https?:/.test(link))) {
      const [file, anchor] = link.split("#");
      const target = file ? posix.join(dirname(path), file) : path;
      assert.ok(existsSync(locate(target)), `${link}: there is no ${target}`);
      if (anchor) assert.ok(anchors(target).includes(anchor), `${link}: ${target} has no heading for #${anchor}`);
    }
  });
}

test("the package's version is told in the changes, and in the command that installs it", () => {
  const { version } = JSON.parse(read("web/package.json"));
  assert.ok(read(".github/CHANGELOG.md").includes(`\n## ${version}\n`));
  assert.ok(read("README.md").includes(`npm install /path/to/this/web/dist/rtmwasm-${version}.tgz\n`));
});

test("README.md leads to each guide", () => {
  const led = links("README.md").map((link) => join(".", link));
  for (const path of guides.filter((path) => path !== "README.md")) assert.ok(led.includes(path), path);
});
