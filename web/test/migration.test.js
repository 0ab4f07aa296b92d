// The guide's table for those who come from @slack/client: each cell of its
// columns runs, but for imports and what is another client's.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage } from "./browser.js";
import { read } from "./guides.js";

const guide = read("web/docs/migration.md");
const rows = guide
  .slice(guide.indexOf("| | v3 |"))
  .split("\n\n")[0]
  .split("\n")
  .slice(2)
  .map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

const cells = rows.flatMap(([what, v3, v4, here]) =>
  Object.entries({ v3, v4, here })
    .map(([version, cell]) => ({ name: `${what}, ${version}`, code: cell.match(/^`(.*)`$/)?.[1] }))
    .filter(({ code }) => code && !/^import|require\(|new WebClient/.test(code)));

test("the table has its rows", () => {
  assert.ok(rows.length >= 10);
  for (const row of rows) assert.equal(row.length, 4, row[0]);
});

for (const { name, code } of cells) {
  test(`migration.md, ${name}: ${code}`, async (t) => {
    // In a session that is ready, with the names that the cells use.
    const outcome = await inPage(t, `(async () => {
      const dataStore = new MemoryDataStore();
      const rtm = await readyClient({ dataStore });
      await dataStore.load(rtm);
      const { signal } = new AbortController();
      const [channel, user, fn] = ["C0GENERAL", "U0000ANNA", () => {}];
      const { ts } = await rtm.sendMessage("first", channel);
      const thread_ts = ts;
      let called;
      const calledBack = new Promise((resolve) => { called = resolve; });
      const callback = (error) => called(error);
      {
        ${code};
        if (${/callback/.test(code)} && (await calledBack)) throw await calledBack;
      }
      return "ran";
    })()`);
    assert.equal(outcome, "ran");
  });
}
