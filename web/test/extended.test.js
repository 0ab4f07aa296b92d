// In pages that have extended Object.prototype and Array.prototype.

import assert from "node:assert/strict";
import test from "node:test";
import { inWorker, until, visit } from "./browser.js";

const options = { timeout: 60_000 };

let sessions = 0;

/** What a session in a page was. */
async function session(t, path) {
  const page = await visit(t, `/test/${path}workspace=extended-${process.pid}-${++sessions}`);
  await until(async () => (await page.title()).startsWith("done"));
  return await page.title();
}

/** The session in a page whose prototypes are as they should be. */
let usual;

if (!inWorker) {
  test("a session in a usual page", options, async (t) => {
    usual = await session(t, "session.html?");
    for (const line of [
      "waited for: [one, two]", "events: message,message,user_typing,user_typing,user_typing", "pinged: true", "updated: true",
      'written: {"id":1,"type":"message","text":"first","channel":"C0GENERAL"}',
      'written: {"id":2,"type":"message","text":"second","channel":"C0GENERAL","blocks":[{"type":"x","list":[1,[2,null]]}]}',
      'written: {"id":3,"type":"message","channel":"C0GENERAL","text":"third","at":"1970-01-01T00:00:00.000Z","list":["a","its own"]}',
      'written: {"id":4,"type":"message","channel":"C0GENERAL","text":"fourth"}',
      'written: {"id":5,"type":"presence_sub","ids":["U0000ANNA","U00000BEN"]}',
    ]) assert.ok(usual.includes(line), `${line}\nis not in\n${usual}`);
  });

  test("a page that extends Object.prototype and Array.prototype before the client is loaded loses and alters nothing", options, async (t) => {
    assert.equal(await session(t, "extended-before.html?"), usual);
  });

  test("a page that extends them while the client is loaded loses and alters nothing", options, async (t) => {
    assert.equal(await session(t, "session.html?later&"), usual);
  });
}
