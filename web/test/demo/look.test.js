// How the demo page looks and keeps its rules: pictures at two widths by day and
// by night, accessibility by axe-core, the content security policy, and the
// library it is served with.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { hears, inState, keepsItsPolicy, press, slack, timelineTells, until, visitor, writes } from "./visitor.js";

const require = createRequire(import.meta.url);
const pictures = fileURLToPath(new URL("../../../.cache/screenshots/", import.meta.url));

/** What axe-core finds wrong with the page as it is. */
async function faultsOf(page) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => window.axe.run({ rules: { "target-size": { enabled: true } } })); // 24 px
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any.map((a) => a.message).join(" ")}`));
}

for (const width of [360, 1600]) {
  for (const theme of ["light", "dark"]) {
    test(`at ${width} px, ${theme}: it fits, it is accessible, and here are pictures`, async (t) => {
      await mkdir(pictures, { recursive: true });
      const page = await visitor(t, { width, height: width === 360 ? 740 : 950, theme });
      const look = async (name) => {
        await page.screenshot({ path: `${pictures}${name}-${width}-${theme}.png` });
        assert.deepEqual(await faultsOf(page), [], name);
        const { scrollWidth, scrollHeight } = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { scrollWidth, scrollHeight };
        });
        assert.ok(scrollWidth <= width && scrollHeight <= page.viewport().height, `${name} is ${scrollWidth} by ${scrollHeight} px`);
      };
      await writes(page, "hello @anna, *this* is `a picture` :tada:");
      await hears(page, "this is a picture", "acknowledged");
      await slack(page, "share", { user: "U0000CLEO", text: "and a file", name: "sketch.pdf" });
      await until(page, () => document.querySelector(".attachments a"));
      await look("workspace");

      if (width === 360) {
        await press(page, "#open-sidebar");
        await until(page, () => document.querySelector("#sidebar").getBoundingClientRect().left === 0);
        await look("conversations");
        await page.keyboard.press("Escape");
        await press(page, "#open-details");
        await until(page, () => document.querySelector("#details").getBoundingClientRect().right <= innerWidth);
      }
      await slack(page, "stall-opens");
      await press(page, "#fault-drop");
      await timelineTells(page, "Attempt 2");
      await look("fault");
      await slack(page, "stall-opens", { on: "false" });
      await inState(page, "ready");
      await look("inspector");
      for (const name of ["frames", "counters"]) {
        await press(page, `#tab-${name}`);
        await look(name);
      }
      await keepsItsPolicy(page);
    });
  }
}

test("on a phone all faults are within reach", async (t) => {
  const page = await visitor(t, { width: 360, height: 740 });
  await press(page, "#open-details");
  await until(page, () => document.querySelector("#details").getBoundingClientRect().right <= innerWidth);
  const outside = await page.$$eval("#fault-buttons button", (buttons) => buttons.filter((button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
  }).map((button) => button.textContent));
  assert.deepEqual(outside, []);
});

test("what a colour shows is still to be seen where the system chooses the colours", async (t) => {
  const page = await visitor(t);
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  await slack(page, "react", { ts: await slack(page, "say", { text: "in system colours" }) });
  await until(page, () => document.querySelector(".reactions"));
  await page.screenshot({ path: `${pictures}forced-colors.png` });
  const shown = await page.evaluate(() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    const differs = (selector) => style(selector).backgroundColor !== style("main").backgroundColor;
    return {
      "the dot of the state": differs("#status .dot"),
      "who is present": differs('.presence[data-presence="active"]'),
      "the chosen conversation": style(".sidebar [aria-current]").outlineStyle,
      "the chosen tab": style('[role="tab"][aria-selected="true"]').borderBottomStyle !== style('[role="tab"][aria-selected="false"]').borderBottomStyle,
      "a button": style("#toggle").borderTopStyle,
    };
  });
  assert.deepEqual(shown, { "the dot of the state": true, "who is present": true, "the chosen conversation": "solid", "the chosen tab": true, "a button": "solid" });
});

test("a script, a style or markup that gets into the page has no effect", async (t) => {
  const page = await visitor(t, { expected: [/Content Security Policy|Trusted(HTML|Script)/] });
  const effects = await page.evaluate(() => {
    const script = document.createElement("script");
    script.append("window.broken = true");
    const style = document.createElement("style");
    style.append("body { visibility: hidden }");
    document.body.append(script, style);
    let markup = "taken";
    try {
      document.createElement("div").innerHTML = "<b>markup</b>";
    } catch {
      markup = "refused";
    }
    return [Boolean(window.broken), getComputedStyle(document.body).visibility, markup];
  });
  assert.deepEqual(effects, [false, "visible", "refused"]);
});

test("the first stop of the Tab key leads to the message box", async (t) => {
  const page = await visitor(t);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
});

test("the library in the page is the one of the package", async () => {
  const ours = new URL("../../demo/vendor/uplot/", import.meta.url);
  const theirs = new URL("../node_modules/uplot/", import.meta.url);
  for (const [name, path] of [["uPlot.esm.js", "dist/uPlot.esm.js"], ["uPlot.min.css", "dist/uPlot.min.css"], ["LICENSE", "LICENSE"]]) {
    assert.ok((await readFile(new URL(name, ours))).equals(await readFile(new URL(path, theirs))), `${name} is not the package's`);
  }
});
