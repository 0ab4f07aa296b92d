// A client, a data store and what that gives, behind the proxies of frameworks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inWorker, openPage } from "./browser.js";

const script = (path) => readFileSync(new URL(`node_modules/${path}`, import.meta.url), "utf8");
const vue = `${script("@vue/reactivity/dist/reactivity.global.prod.js")}; window.VueReactivity = VueReactivity; undefined`;
const mobx = `${script("mobx/dist/mobx.umd.production.min.js")}; undefined`;

/** Ways to put a proxy before an object: each gets the name of a function in the page. */
const ways = {
  "ref of Vue": { library: vue, wrap: "(object) => VueReactivity.ref(object).value" },
  "reactive of Vue": { library: vue, wrap: "(object) => VueReactivity.reactive({ object }).object" },
  "observable of MobX": { library: mobx, wrap: "(object) => mobx.observable({ object }).object" },
  "a plain Proxy": { wrap: "(object) => new Proxy(object, {})" },
  "a Proxy that puts another before each object it gives": {
    wrap: `function wrap(object) {
      return new Proxy(object, { get(target, name, receiver) {
        const value = Reflect.get(target, name, receiver);
        return value && typeof value === "object" ? wrap(value) : value;
      } });
    }`,
  },
};

for (const [name, { library, wrap }] of Object.entries(ways)) {
  test(`a client behind ${name} works`, async (t) => {
    const page = await openPage(t);
    if (library) await page.evaluate(library);
    const seen = await page.evaluate(async (source, hasStore) => {
      const wrap = eval(`(${source})`);
      const dataStore = hasStore ? wrap(new MemoryDataStore()) : undefined;
      const rtm = wrap(client({ dataStore }));
      const heard = [];
      rtm.on("message", ({ text }) => heard.push(text));
      const ready = rtm.waitFor("ready");
      await rtm.start();
      await ready;
      const message = rtm.waitFor("message");
      await slack("say", { text: "hello" });
      await message;
      const { text } = await rtm.sendMessage("hello", "C0GENERAL");
      const seen = { heard, text, state: rtm.state, connected: rtm.connected, user: rtm.activeUserId, calls: rtm.stats().calls, is: rtm instanceof RTMClient };
      if (hasStore) {
        await dataStore.load(rtm);
        const user = wrap(rtm.dataStore.getUserById("U0000ANNA"));
        user.update({ status: "away" });
        const general = wrap(dataStore.getChannelByName("general"));
        general.startedTyping("U0000ANNA");
        seen.store = [user.status, dataStore.users.U0000ANNA.status, general.getType(), general.recalcUnreads() >= 0, general.getTypingUsers()];
      }
      await rtm.disconnect();
      return seen;
    }, wrap, !inWorker);
    const { store, ...client } = seen;
    assert.deepEqual(client, { heard: ["hello"], text: "hello", state: "ready", connected: true, user: "U00000BOT", calls: 0, is: true });
    if (!inWorker) assert.deepEqual(store, ["away", "away", "channel", true, ["U0000ANNA"]]);
  });
}

test("Vue leaves a client and a data store alone", async (t) => {
  const page = await openPage(t);
  await page.evaluate(vue);
  const same = await page.evaluate((hasStore) => {
    const objects = [client(), ...(hasStore ? [new MemoryDataStore()] : [])];
    return objects.map((object) => VueReactivity.reactive(object) === object && !Object.keys(object).includes("__v_skip"));
  }, !inWorker);
  assert.ok(same.every(Boolean));
});
