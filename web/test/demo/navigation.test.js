// Back and Forward on the demo page: they follow the conversation, and on a
// narrow page Back closes a drawer.

import assert from "node:assert/strict";
import test from "node:test";
import { press, until, visitor } from "./visitor.js";

const titled = (page, title) => until(page, (title) => document.querySelector("#title").textContent === title, title);
const drawer = (page, name) => until(page, (name) => (document.body.dataset.drawer ?? "") === name, name);

test("Back and Forward go from conversation to conversation, and to the general one where the address names none", async (t) => {
  const page = await visitor(t);
  await titled(page, "#general");
  await press(page, 'a[href="#C00RANDOM"]');
  await titled(page, "#random");
  await press(page, 'a[href="#D0000ANNA"]');
  await titled(page, "@anna");
  await page.goBack();
  await titled(page, "#random");
  await page.goBack();
  await titled(page, "#general");
  await page.goForward();
  await titled(page, "#random");
});

test("a conversation that is not there is said so, and Back leads on", async (t) => {
  const page = await visitor(t);
  await press(page, 'a[href="#C00RANDOM"]');
  await titled(page, "#random");
  await page.evaluate(() => (location.hash = "C0NOWHERE"));
  await titled(page, "#general");
  await until(page, () => /no conversation "C0NOWHERE"[^]*This is #general/.test(document.querySelector("#notice:not([hidden])")?.innerText));
  await page.goBack();
  await titled(page, "#random");
  await until(page, () => document.querySelector("#notice").hidden);
});

for (const id of ["sidebar", "details"]) {
  test(`on a phone Back closes ${id}, and Forward opens it again`, async (t) => {
    const page = await visitor(t, { width: 360, height: 740 });
    await press(page, `#open-${id}`);
    await drawer(page, id);
    await page.goBack();
    await drawer(page, "");
    assert.equal(await page.evaluate(() => document.activeElement.id), `open-${id}`);
    await page.goForward();
    await drawer(page, id);
    await press(page, `#${id} [data-close]`);
    await drawer(page, "");
    await until(page, () => history.state === null);
  });
}

test("on a phone a conversation that is chosen in the drawer is one step, and Back undoes it", async (t) => {
  const page = await visitor(t, { width: 360, height: 740 });
  await press(page, "#open-sidebar");
  await press(page, 'a[href="#C00RANDOM"]');
  await titled(page, "#random");
  await drawer(page, "");
  await page.goBack();
  await titled(page, "#general");
  await drawer(page, "");
});

test("a drawer that is opened right after another was closed is there, and Back closes it", async (t) => {
  const page = await visitor(t, { width: 360, height: 740 });
  await press(page, "#open-sidebar");
  await page.evaluate(() => {
    document.querySelector("#sidebar [data-close]").click();
    document.querySelector("#open-details").click();
  });
  await until(page, () => history.state?.drawer === "details");
  await page.goBack();
  await drawer(page, "");
  await titled(page, "#general");
});

test("the entry of a drawer does nothing on a page that is wide", async (t) => {
  const page = await visitor(t, { width: 360, height: 740 });
  await press(page, "#open-sidebar");
  await drawer(page, "sidebar");
  await page.setViewport({ width: 1600, height: 950 });
  await drawer(page, "");
  await page.goForward();
  await until(page, () => history.state?.drawer === "sidebar");
  assert.equal(await page.evaluate(() => document.querySelector("main").inert), false);
});

test("the skip link leaves the conversation as it is", async (t) => {
  const page = await visitor(t, { path: "/#C00RANDOM" });
  await titled(page, "#random");
  await press(page, "#skip");
  assert.deepEqual(await page.evaluate(() => [location.hash, document.activeElement.id]), ["#C00RANDOM", "text"]);
});
