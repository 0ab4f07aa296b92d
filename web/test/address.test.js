// address.js by itself: it needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { isSocketURL } from "../src/client/address.js";

// The tests of rtm/core read the same file.
const sockets = JSON.parse(readFileSync(new URL("../../rtm/core/testdata/sockets.json", import.meta.url), "utf8"));

test("a page opens by itself only such sockets as Go would, and none that a browser understands otherwise", () => {
  for (const { url, early } of sockets) assert.equal(isSocketURL(url), early, url);
  for (const none of [undefined, null, 5, {}]) assert.equal(isSocketURL(none), false);
});
