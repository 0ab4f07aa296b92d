// One session for all tabs: tabs are pages of one browser here, each with a
// client in `rtm` that notes what it hears in `heard`.

import assert from "node:assert/strict";
import test from "node:test";
import { kind, launchOptions, log, openPage, origin, until } from "./browser.js";

if (kind === "chrome") launchOptions.ignoreDefaultArgs = ["--disable-back-forward-cache"];

const code = (name) => `slackclient_${name}_error`;

let sessions = 0;
const newWorkspace = () => `shared${process.pid}-${++sessions}`;

/** A page with a client that shares its session. It has not begun. */
async function openTab(t, workspace, options = {}, ...token) {
  const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/] });
  await page.evaluate((options, token) => {
    window.SharedWorker = class extends SharedWorker {
      constructor(url, given) {
        super(url, given);
        window.workerURL = String(url);
        window.workerName = given.name;
      }
    };
    window.rtm = client({ shared: true, ...options }, ...token);
    window.heard = [];
    for (const type of ["message", "presence_change", "gap"]) {
      rtm.on(type, ({ text, user, presence, recovered }) => heard.push(type === "gap" ? `gap ${recovered}` : text ?? `${user} ${presence}`));
    }
    window.states = [];
    rtm.on("state", ({ name }) => states.push(name));
  }, options, token);
  return page;
}

/** The same, once it is ready. */
async function readyTab(...args) {
  const page = await openTab(...args);
  await page.evaluate(async () => {
    const ready = rtm.waitFor("ready");
    await rtm.start();
    await ready;
  });
  return page;
}

/** Several. */
async function readyTabs(t, count, options) {
  const workspace = newWorkspace();
  const tabs = [];
  while (tabs.length < count) tabs.push(await readyTab(t, workspace, options));
  return { workspace, tabs, first: tabs[0], others: tabs.slice(1) };
}

async function script(workspace, verb, fields = {}) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  assert.ok(response.ok, verb);
}

/** The texts of the messages that the workspace has received. */
const textsOf = ({ received }) => received.filter(({ type }) => type === "message").map(({ json }) => JSON.parse(json).text);

const inEach = (tabs, fn, ...args) => Promise.all(tabs.map((tab) => tab.evaluate(fn, ...args)));

const heardIn = (tab, text) => tab.waitForFunction((text) => heard.includes(text), { polling: 20 }, text);

const way = ["authenticating", "authenticated", "handshaking", "connected", "ready"];

test("three tabs have one socket, and each hears every event once and in order", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 3);
  const texts = Array.from({ length: 20 }, (_, i) => `number ${i}`);
  for (const text of texts) await script(workspace, "say", { text });
  for (const tab of tabs) {
    await heardIn(tab, texts.at(-1));
    assert.deepEqual(await tab.evaluate("heard"), texts);
    assert.deepEqual(await tab.evaluate("states"), way);
  }
  const { opened, sockets, calls } = await log(workspace);
  assert.deepEqual([opened, sockets, calls.length], [1, 1, 1]);
});

test("any tab sends, gets the reply under its own id, and the others hear it", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 3);
  for (const [i, tab] of tabs.entries()) {
    const reply = await tab.evaluate(async (text) => {
      const id = rtm.nextMessageId();
      const reply = await rtm.sendMessage(text, "C0GENERAL");
      return { ...reply, isNext: reply.reply_to === id + 1 };
    }, `from ${i}`);
    assert.deepEqual([reply.ok, reply.text, reply.isNext], [true, `from ${i}`, true]);
  }
  for (const [i, tab] of tabs.entries()) {
    const others = [0, 1, 2].filter((other) => other !== i).map((other) => `from ${other}`);
    await tab.waitForFunction("heard.length === 2", { polling: 20 });
    assert.deepEqual(await tab.evaluate("heard"), others);
  }
  const ids = (await log(workspace)).received.filter(({ type }) => type === "message").map(({ id }) => id);
  assert.equal(new Set(ids).size, 3);
});

test("a message in reply to nothing of ours is a replay in every tab", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 2);
  await inEach(tabs, () => {
    window.frames = [];
    rtm.on("slack_event", (_, { text }) => frames.push(text));
  });
  await script(workspace, "send", { frame: JSON.stringify({ type: "message", reply_to: 77, channel: "C0GENERAL", text: "earlier", ts: "1.0" }) });
  await script(workspace, "say", { text: "new" });
  for (const tab of tabs) {
    await heardIn(tab, "new");
    assert.deepEqual(await tab.evaluate("[heard, frames]"), [["new"], ["earlier", "new"]]);
  }
});

test("a tab that is closed takes nothing with it: the others go on, with the same socket and no gap", async (t) => {
  const { workspace, first, others } = await readyTabs(t, 3);
  await script(workspace, "say", { text: "before" });
  for (const tab of others) await heardIn(tab, "before");
  await first.close();
  await script(workspace, "say", { text: "after" });
  for (const tab of others) {
    await heardIn(tab, "after");
    assert.deepEqual(await tab.evaluate("heard"), ["before", "after"]);
    assert.deepEqual(await tab.evaluate("states"), way);
  }
  assert.equal(await others[1].evaluate("rtm.sendMessage('still here', 'C0GENERAL').then(({ ok }) => ok)"), true);
  const { opened, sockets } = await log(workspace);
  assert.deepEqual([opened, sockets], [1, 1]);
});

const chromium = { skip: kind === "firefox" && "Firefox has no way to do this to a page or to a worker" };

/** Ends the SharedWorker of a tab without a word, as a crash does. */
async function endWorker(tab) {
  const session = await tab.browser().target().createCDPSession();
  const name = await tab.evaluate("workerName");
  const { targetInfos } = await session.send("Target.getTargets");
  const { targetId } = targetInfos.find(({ type, title }) => type === "shared_worker" && title === name);
  await session.send("Target.closeTarget", { targetId });
  await session.detach();
}

test("when the worker is gone another takes over, with one gap in each tab", chromium, async (t) => {
  const { workspace, tabs } = await readyTabs(t, 3);
  await script(workspace, "say", { text: "before" });
  for (const tab of tabs) await heardIn(tab, "before");
  await endWorker(tabs[0]);
  for (const tab of tabs) await tab.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await script(workspace, "say", { text: "after" });
  for (const tab of tabs) {
    await heardIn(tab, "after");
    assert.deepEqual(await tab.evaluate("heard"), ["before", "gap false", "after"]);
    assert.deepEqual(await tab.evaluate("states"), [...way, "reconnecting", ...way]);
  }
  assert.equal(await tabs[1].evaluate("rtm.sendMessage('still here', 'C0GENERAL').then(({ ok }) => ok)"), true);
  const { opened, sockets } = await log(workspace);
  assert.deepEqual([opened, sockets], [2, 1]);
});


test("when a tab crashes the others are ready, and know what they may have missed", chromium, async (t) => {
  const { workspace, first, others } = await readyTabs(t, 3);
  await crash(first); // and with it perhaps the process of the worker
  await until(async () => (await log(workspace)).sockets === 1);
  await script(workspace, "say", { text: "after" });
  for (const tab of others) await tab.waitForFunction("rtm.state === 'ready' && (heard.includes('after') || heard.includes('gap false'))", { polling: 20 });
  assert.equal(await others[0].evaluate("rtm.sendMessage('still here', 'C0GENERAL').then(({ ok }) => ok)"), true);
});


test("a tab that is frozen keeps nothing from the others, and hears it when it is back", chromium, async (t) => {
  const { workspace, tabs: [frozen, other] } = await readyTabs(t, 2);
  await other.bringToFront();
  const session = await frozen.createCDPSession();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await script(workspace, "say", { text: "meanwhile" });
  await heardIn(other, "meanwhile");
  assert.equal(await other.evaluate("rtm.sendMessage('and this', 'C0GENERAL').then(({ ok }) => ok)"), true);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await heardIn(frozen, "and this");
  assert.deepEqual(await frozen.evaluate("heard"), ["meanwhile", "and this"]);
  assert.equal((await log(workspace)).opened, 1);
});


const hanging = { skip: kind === "firefox" && "a synchronous request does not hang a page of Firefox" };

test("a tab that is frozen does not keep the others from another worker, which it finds when it is back", chromium, async (t) => {
  const { workspace, tabs: [first, frozen, other] } = await readyTabs(t, 3);
  await other.bringToFront();
  const session = await frozen.createCDPSession();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await crash(first); // whose process has the worker
  await other.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await frozen.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await script(workspace, "say", { text: "after" });
  for (const tab of [frozen, other]) {
    await heardIn(tab, "after");
    assert.deepEqual(await tab.evaluate("heard"), ["gap false", "after"]);
  }
  assert.equal((await log(workspace)).sockets, 1);
});


/** Keeps the page busy until its workspace has seen `opened` sockets, and returns at once. */
const hang = (tab, opened) => tab.evaluate((opened) => void setTimeout(() => {
  for (;;) {
    const look = new XMLHttpRequest();
    look.open("GET", `/workspaces/${workspace}/control/log`, false);
    look.send();
    if (JSON.parse(look.responseText).opened >= opened) break;
  }
}), opened);

test("a tab that hangs holds nobody up", hanging, async (t) => {
  const { workspace, first, others: [other] } = await readyTabs(t, 2);
  await hang(first, 2);
  const seen = await other.evaluate(async () => {
    const { ok } = await rtm.sendMessage("past it", "C0GENERAL");
    await rtm.disconnect();
    window.rtm = await readyClient(); // which ends the hanging
    return { states, ok };
  });
  assert.deepEqual(seen, { states: [...way, "disconnecting", "disconnected"], ok: true });
  await heardIn(first, "past it");
  assert.equal((await log(workspace)).sockets, 2);
});


/** A page that hangs needs a session that it has from before. */
async function crash(page, session) {
  session ??= await page.createCDPSession();
  session.send("Page.crash").catch(() => {});
  await new Promise((resolve) => page.once("error", resolve));
}

// Frames on their way

test("what was posted to a worker that is gone may have arrived, and is not sent again", chromium, async (t) => {
  const { workspace, others: [other] } = await readyTabs(t, 2, { rateLimit: { perSecond: 0.001, burst: 1 } });
  await script(workspace, "hold-acks", { on: true });
  const written = await other.evaluate(async () => {
    const written = once(rtm, "outgoing_message");
    window.outcomes = ["first", "second"].map((text) => outcome(rtm.sendMessage(text, "C0GENERAL")));
    return (await written)[0].text;
  });
  assert.equal(written, "first");
  await endWorker(other);
  await script(workspace, "hold-acks", { on: false });
  for (const [i, { code: why, delivered, text }] of (await other.evaluate(() => Promise.all(outcomes))).entries()) {
    assert.deepEqual([why, delivered, text], [code("rtmclient_no_reply_received"), "unknown", ["first", "second"][i]]);
  }
  assert.equal(await other.evaluate("rtm.sendMessage('after', 'C0GENERAL').then(({ ok }) => ok)"), true);
  assert.deepEqual(textsOf(await log(workspace)), ["first", "after"]);
});

test("when workers end while all tabs send, nothing is sent twice and each caller is told the truth", { ...chromium, timeout: 120_000 }, async (t) => {
  for (let round = 0; round < 4; round++) {
    const { workspace, tabs } = await readyTabs(t, 3, { rateLimit: false });
    await inEach(tabs, (name) => {
      window.ledger = {};
      // Ten at a time.
      window.sending = Promise.all(Array.from({ length: 10 }, async (_, row) => {
        for (let i = 0; i < 20; i++) {
          const text = `${rtm.nextMessageId()} of ${name} ${performance.timeOrigin} in ${row}`;
          const { value, delivered } = await outcome(rtm.sendMessage(text, "C0GENERAL"));
          ledger[text] = value ? "ok" : delivered;
        }
      }));
    }, `round ${round}`);
    await until(async () => textsOf(await log(workspace)).length > 50);
    await endWorker(tabs[0]);
    const ledgers = await inEach(tabs, () => sending.then(() => ledger));
    const sent = textsOf(await log(workspace));
    for (const [text, told] of ledgers.flatMap(Object.entries)) {
      const times = sent.filter((other) => other === text).length;
      const right = { ok: [1], no: [0], unknown: [0, 1] }[told];
      assert.ok(right?.includes(times), `${text} was sent ${times} times, and its caller was told: ${told}`);
    }
  }
});

test("a send that is aborted ends for its tab", async (t) => {
  const { workspace, others: [other] } = await readyTabs(t, 2, { rateLimit: { perSecond: 0.001, burst: 1 } });
  const error = await other.evaluate(async () => {
    const controller = new AbortController();
    await rtm.sendMessage("one", "C0GENERAL");
    const sent = outcome(rtm.sendMessage("two", "C0GENERAL", { signal: controller.signal }));
    controller.abort();
    return sent;
  });
  assert.deepEqual([error.name, error.delivered, error.text], ["AbortError", "no", "two"]);
  assert.equal((await log(workspace)).received.filter(({ type }) => type === "message").length, 1);
});

test("a send that waits for the next start can be given up", async (t) => {
  const { others: [other] } = await readyTabs(t, 2);
  const error = await other.evaluate(async () => {
    const controller = new AbortController();
    const stopped = rtm.disconnect();
    const sent = outcome(rtm.sendMessage("later", "C0GENERAL", { signal: controller.signal }));
    await stopped;
    controller.abort();
    return sent;
  });
  assert.deepEqual([error.name, error.delivered, error.text], ["AbortError", "no", "later"]);
});

test("what Slack refuses is an error in the tab that sent it, under its own id", async (t) => {
  const { workspace, others: [other] } = await readyTabs(t, 2);
  await script(workspace, "nack", { code: 2, msg: "message text is missing", n: 1 });
  const { error, id } = await other.evaluate(async () => {
    const id = rtm.nextMessageId();
    return { error: await outcome(rtm.sendMessage("refused", "C0GENERAL")), id };
  });
  assert.deepEqual([error.code, error.messageId, error.data.reply_to, error.data.error.msg], [code("rtmclient_send_message_platform"), id + 1, id + 1, "message text is missing"]);
});

// Coming and going

test("a tab that starts later goes through the same events, and is told Slack's answer", async (t) => {
  const { workspace } = await readyTabs(t, 1);
  const late = await openTab(t, workspace);
  const seen = await late.evaluate(async () => {
    const events = record(rtm, "connecting", "authenticated", "ws_opening", "ws_opened", "connected", "ready", "open");
    const told = once(rtm, "authenticated");
    const ready = once(rtm, "ready");
    const answer = await rtm.start();
    await ready;
    return { events, answer, told: (await told)[0], user: rtm.activeUserId, team: rtm.activeTeamId };
  });
  assert.deepEqual(seen.events, ["connecting", "authenticated", "ws_opening", "ws_opened", "connected", "ready", "open"]);
  assert.deepEqual(await late.evaluate("states"), way);
  assert.deepEqual(seen.answer, seen.told);
  assert.deepEqual([seen.user, seen.team], [seen.answer.self.id, seen.answer.team.id]);
  assert.equal((await log(workspace)).opened, 1);
});

test("a tab that comes while there is no connection is told why", async (t) => {
  const { workspace, first } = await readyTabs(t, 1);
  await script(workspace, "fail-calls", { n: -1 });
  await script(workspace, "drop");
  await first.waitForFunction("states.filter((name) => name === 'reconnecting').length === 2", { polling: 20 });
  const late = await openTab(t, workspace);
  const cause = await late.evaluate(async () => {
    const lost = inState(rtm, "reconnecting");
    rtm.start();
    return plain((await lost)[0].cause);
  });
  assert.deepEqual([cause.isError, cause.code], [true, code("request")]);
});

test("the session ends with the last tab that disconnects, and begins anew with the next start", async (t) => {
  const { workspace, first, others: [other] } = await readyTabs(t, 2);
  await first.evaluate(() => rtm.disconnect());
  assert.equal(await first.evaluate("rtm.state"), "disconnected");
  assert.equal((await log(workspace)).sockets, 1);
  await script(workspace, "say", { text: "for one" });
  await heardIn(other, "for one");
  assert.equal(await other.evaluate("rtm.sendMessage('through it', 'C0GENERAL').then(({ ok }) => ok)"), true);
  assert.deepEqual(await first.evaluate("heard"), []);
  assert.deepEqual(await first.evaluate("states"), [...way, "disconnecting", "disconnected"]);

  await other.evaluate(() => rtm.disconnect());
  assert.deepEqual(await other.evaluate("states"), [...way, "disconnecting", "disconnected"]);
  await until(async () => (await log(workspace)).sockets === 0);

  for (const tab of [other, first]) await tab.evaluate(async () => {
    const ready = rtm.waitFor("ready");
    await rtm.start();
    await ready;
  });
  await script(workspace, "say", { text: "for both" });
  for (const tab of [first, other]) await heardIn(tab, "for both");
  assert.equal((await log(workspace)).sockets, 1);
  assert.equal((await log(workspace)).opened, 2);
});

test("a tab that has gone without a word is not waited for", async (t) => {
  const { workspace, first, others: [other] } = await readyTabs(t, 2);
  await first.evaluate(() => rtm.disconnect());
  await other.close();
  await until(async () => (await log(workspace)).sockets === 0);
});

test("presence is followed for all tabs together, and by the next worker, too", chromium, async (t) => {
  const { workspace, first, others: [one, two] } = await readyTabs(t, 3);
  await one.evaluate(() => rtm.subscribePresence(["U0000ANNA"]));
  await two.evaluate(() => rtm.subscribePresence(["U00000BEN"]));
  const asked = async () => (await log(workspace)).received.filter(({ type }) => type === "presence_sub").map(({ json }) => JSON.parse(json).ids);
  await until(async () => (await asked()).length === 2); // they are not answered
  assert.deepEqual(await asked(), [["U0000ANNA"], ["U0000ANNA", "U00000BEN"]]);
  await endWorker(first);
  await until(async () => (await asked()).at(-1).length === 2 && (await asked()).length > 2);
  await one.waitForFunction("rtm.state === 'ready'", { polling: 20 });
  await two.evaluate(() => rtm.disconnect());
  await until(async () => (await asked()).at(-1).join() === "U0000ANNA");
});

// Whose session it is

test("two tokens are two sessions, and so are a token and a name", async (t) => {
  const workspace = newWorkspace();
  const tabs = [
    await readyTab(t, workspace, {}, "xoxb-one"),
    await readyTab(t, workspace, {}, "xoxb-two"),
    await readyTab(t, workspace, { shared: "xoxb-one" }),
  ];
  await script(workspace, "say", { text: "to all" });
  for (const tab of tabs) await heardIn(tab, "to all");
  assert.deepEqual((await log(workspace)).calls.map(({ form }) => [form.token].flat()[0]), ["xoxb-one", "xoxb-two", "xoxb-secret"]);
  assert.equal((await log(workspace)).sockets, 3);
});

test("the token is in no name of a worker or a lock, and in no address", async (t) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, workspace);
  const names = await tab.evaluate(async () => {
    const made = [];
    window.SharedWorker = class extends SharedWorker {
      constructor(url, { name }) {
        super(url, { name, type: "module" });
        made.push(String(url), name);
      }
    };
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    const { held } = await navigator.locks.query();
    return [...made, ...held.map(({ name }) => name)];
  });
  assert.ok(names.length >= 4, names.join());
  assert.deepEqual(names.filter((text) => text.includes("secret")), []);
});

test("functions need a name, and then share", async (t) => {
  const workspace = newWorkspace();
  const openWith = async () => {
    const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/] });
    await page.evaluate(async () => {
      window.asked = 0;
      window.rtm = await readyClient({ shared: "ours" }, () => (asked++, "xoxb-fresh"));
    });
    return page;
  };
  const tabs = [await openWith(), await openWith()];
  assert.deepEqual(await inEach(tabs, () => asked), [1, 0]);
  assert.equal((await log(workspace)).opened, 1);
});

/** A tab whose own server connects it as this user. */
async function openAs(t, workspace, user) {
  const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/] });
  await page.evaluate(async (user) => {
    const getConnection = async () => {
      const response = await fetch(`${apiURL()}rtm.connect`, { method: "POST", body: new URLSearchParams({ token: "xoxb-1" }) });
      const connection = await response.json();
      return { ...connection, self: { ...connection.self, id: user } };
    };
    window.rtm = await readyClient({ shared: "name", getConnection }, undefined);
    rtm.on("disconnected", (error) => (window.ended = error));
  }, user);
  return page;
}

// The browser does so to pages that it keeps.
const putAway = (page) => page.evaluate(() => void dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
const restore = (page) => page.evaluate(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));

test("an error that a tab's function throws reaches the other tabs, whatever is in it", async (t) => {
  const workspace = newWorkspace();
  const tabs = [];
  while (tabs.length < 2) {
    const tab = await openPage(t, { workspace });
    await tab.evaluate(() => {
      const error = Object.assign(new RangeError("no backend"), { code: "E_BACKEND", of: window, data: () => {}, origin: 1 });
      error.cause = error;
      const getConnection = () => new Promise((_, reject) => (window.fail = () => reject(error)));
      window.rtm = client({ shared: "name", getConnection, autoReconnect: false }, undefined);
      window.ended = outcome(rtm.start().catch(({ code, cause }) => [code, cause.name, cause.message]));
    });
    await tab.waitForFunction(() => rtm.state === "authenticating", { polling: 20 });
    tabs.push(tab);
  }
  await tabs[0].waitForFunction("window.fail", { polling: 20 });
  await tabs[0].evaluate(() => fail());
  for (const { value } of await inEach(tabs, () => ended)) assert.deepEqual(value, [code("request"), "RangeError", "no backend"]);
});

test("a session for another user is refused by a tab that knows whose it was", async (t) => {
  const workspace = newWorkspace();
  const first = await openAs(t, workspace, "U1");
  await putAway(first);
  const second = await openAs(t, workspace, "U2");
  await restore(first);
  await first.waitForFunction("rtm.state === 'disconnected'", { polling: 20 });
  assert.match(await first.evaluate("ended.message"), /another user or team than T\w+\/U1/);
  assert.deepEqual(await second.evaluate("[rtm.state, rtm.activeUserId]"), ["ready", "U2"]);
  assert.equal((await log(workspace)).sockets, 1);
});

test("a tab that joined a session does not go on with another user's", async (t) => {
  const workspace = newWorkspace();
  const [first, second] = [await openAs(t, workspace, "U1"), await openAs(t, workspace, "U2")];
  assert.equal(await second.evaluate("rtm.activeUserId"), "U1"); // it cannot know
  await first.close();
  await script(workspace, "drop");
  await second.waitForFunction("rtm.state === 'disconnected'", { polling: 20 });
  assert.match(await second.evaluate("ended.message"), /another user or team/);
  await until(async () => (await log(workspace)).sockets === 0);
});

test("what is no message of the client's is ignored", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 2);
  await tabs[1].evaluate(async () => {
    const { port } = new SharedWorker(workerURL, { type: "module", name: workerName });
    for (const data of [["call", 0, "stop", 1], ["constructor"], ["toString", 1], ["took", 5], ["leave"]]) port.postMessage(data);
  });
  await script(workspace, "say", { text: "as ever" });
  for (const tab of tabs) {
    await heardIn(tab, "as ever");
    assert.deepEqual(await tab.evaluate("[rtm.state, reported]"), ["ready", []]);
  }
});

test("what cannot be shared is refused in words", async (t) => {
  const page = await openPage(t);
  const errors = await page.evaluate(async () => {
    return [
      thrown(() => client({ shared: "" })),
      thrown(() => client({ shared: 1 })),
      thrown(() => client({ shared: true }, () => "xoxb-1")),
      thrown(() => client({ shared: true, getConnection() {} })),
      thrown(() => client({ shared: true, webClient: { apiCall() {} } })),
      thrown(() => client({ shared: true, socketFn() {} })),
      await outcome(client({ shared: true }).start({ token: "xoxb-other" })),
      await outcome(client({ shared: true }).connect("ws://localhost/")),
    ];
  });
  for (const error of errors) {
    assert.deepEqual([error?.code, error?.isTypeError], [code("invalid_argument"), true]);
    assert.match(error.message, /shared/);
  }
});

for (const [what, prepare] of Object.entries({
  "no SharedWorker": () => void (window.SharedWorker = undefined),
  "no Web Locks": () => void Object.defineProperty(navigator, "locks", { value: undefined }),
  "Web Locks that it may not use": () => void (navigator.locks.request = () => Promise.reject(new DOMException("this frame has none", "SecurityError"))),
  "a worker's file of another origin": () => void (window.workerURL = "http://localhost:1/rtm.worker.js"),
})) {
  test(`a page that has ${what} has a session of its own, and says so`, async (t) => {
    const page = await openPage(t, { expected: [/^\[rtmwasm\]/] });
    await page.evaluate(prepare);
    const seen = await page.evaluate(async () => {
      const loading = window.workerURL && initialize({ workerURL });
      const rtm = await readyClient({ shared: true });
      await loading;
      const { ok } = await rtm.sendMessage("alone", "C0GENERAL");
      const { shared, aloneBecause } = rtm.stats();
      return { ok, shared, aloneBecause, lines: logged.splice(0).map(([, text]) => text) };
    });
    assert.deepEqual([seen.ok, seen.shared, typeof seen.aloneBecause], [true, false, "string"]);
    assert.ok(seen.lines.some((line) => line.includes(seen.aloneBecause)), seen.lines.join());
  });
}

test("two clients of a page share, too, and stats() tells both of the socket", async (t) => {
  const workspace = newWorkspace();
  const page = await readyTab(t, workspace);
  const sockets = await page.evaluate(async () => {
    window.other = await readyClient({ shared: true });
    await Promise.all([rtm.ping(), other.ping()]); // after which the figures are told
    return [rtm, other].map((one) => one.stats()).map(({ sockets, shared }) => [sockets, shared]);
  });
  assert.deepEqual(sockets, [[1, true], [1, true]]);
  assert.equal((await log(workspace)).opened, 1);
  await page.evaluate(() => rtm.disconnect());
  assert.equal(await page.evaluate("other.sendMessage('goes on', 'C0GENERAL').then(({ ok }) => ok)"), true);
});

test("any tab can have the connection made anew, for all", async (t) => {
  const { workspace, tabs, others: [other] } = await readyTabs(t, 2);
  const { ok } = await other.evaluate(async () => rtm.reconnect());
  assert.equal(ok, true);
  for (const tab of tabs) {
    await tab.waitForFunction("rtm.state === 'ready' && states.includes('reconnecting')", { polling: 20 });
    assert.deepEqual(await tab.evaluate("states"), [...way, "reconnecting", ...way]);
  }
  assert.equal((await log(workspace)).opened, 2);
});

test("a tab that gives its start up leaves the others alone", async (t) => {
  const { workspace, first } = await readyTabs(t, 1);
  await script(workspace, "fail-calls", { n: -1 });
  await script(workspace, "drop");
  await first.waitForFunction("rtm.state === 'reconnecting'", { polling: 20 });
  const late = await openTab(t, workspace);
  const error = await late.evaluate(async () => {
    const controller = new AbortController();
    const started = outcome(rtm.start({ signal: controller.signal }));
    await once(rtm, "state");
    controller.abort();
    return started;
  });
  assert.equal(error.name, "AbortError");
  await late.waitForFunction("rtm.state === 'disconnected'", { polling: 20 });
  await script(workspace, "fail-calls", { n: 0 });
  await first.evaluate(() => rtm.reconnect());
  await first.waitForFunction("rtm.state === 'ready'", { polling: 20 });
  assert.equal(await late.evaluate("rtm.state"), "disconnected");
});

test("a tab that had the session and gives another start up keeps it", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 2);
  await script(workspace, "fail-calls", { n: -1 });
  await script(workspace, "drop");
  for (const tab of tabs) {
    await tab.waitForFunction("rtm.state === 'reconnecting'", { polling: 20 });
    const error = await tab.evaluate(async () => {
      const controller = new AbortController();
      const started = outcome(rtm.start({ signal: controller.signal }));
      controller.abort();
      return started;
    });
    assert.equal(error.name, "AbortError");
  }
  await script(workspace, "fail-calls", { n: 0 });
  for (const tab of tabs) await tab.waitForFunction("rtm.state === 'ready'", { polling: 20 });
});

test("without `shared` nothing of it is loaded, and tabs have their own sessions", async (t) => {
  const asked = [];
  const page = await openPage(t, { prepare: (page) => page.on("request", (request) => asked.push(request.url())) });
  await page.evaluate(async () => void (await readyClient({ shared: false })));
  assert.deepEqual(asked.filter((url) => /remote|worker/.test(url)), []);
});

test("each tab's data store hears what its own client does, and loads by itself", async (t) => {
  const workspace = newWorkspace();
  const open = async () => {
    const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/] });
    await page.evaluate(async () => {
      window.store = new MemoryDataStore();
      window.rtm = await readyClient({ shared: true, dataStore: store });
      await store.load(rtm);
      window.message = once(rtm, "message");
    });
    return page;
  };
  const tabs = [await open(), await open()];
  await script(workspace, "say", { text: "kept" });
  const seen = await inEach(tabs, async () => {
    await message;
    return [store.getUserById("U0000ANNA")?.name, store.getChannelById("C0GENERAL").history.map(({ text }) => text), (await rtm.call("auth.test")).ok];
  });
  assert.deepEqual(seen, [["anna", ["kept"], true], ["anna", ["kept"], true]]);
});

test("a tab that is put away and restored is back, with a gap of its own", async (t) => {
  const { workspace, first, others: [other] } = await readyTabs(t, 2);
  await script(workspace, "say", { text: "before" });
  await heardIn(other, "before");
  await putAway(other);
  assert.equal(await other.evaluate("rtm.state"), "reconnecting");
  await script(workspace, "say", { text: "missed" });
  await heardIn(first, "missed");
  await restore(other);
  await other.waitForFunction("rtm.state === 'ready' && heard.length === 2", { polling: 20 });
  assert.deepEqual(await other.evaluate("heard"), ["before", "gap false"]);
  assert.deepEqual(await first.evaluate("heard"), ["before", "missed"]);
  assert.equal((await log(workspace)).opened, 1);
});

test("what a tab had sent when it was put away is not sent again", async (t) => {
  const { workspace, others: [other] } = await readyTabs(t, 2);
  const sent = await other.evaluate(() => {
    const sent = outcome(rtm.sendMessage("once", "C0GENERAL"));
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    return sent;
  });
  assert.equal(sent.delivered, "unknown");
  await other.waitForFunction("rtm.state === 'ready'", { polling: 20 });
  await other.evaluate("rtm.sendMessage('later', 'C0GENERAL')");
  const texts = (await log(workspace)).received.filter(({ type }) => type === "message").map(({ json }) => JSON.parse(json).text);
  assert.ok(texts.filter((text) => text === "once").length <= 1 && texts.at(-1) === "later", texts.join());
});

test("refused for good, all tabs are disconnected, with the error of Slack's", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 2);
  const ends = inEach(tabs, async () => plain((await inState(rtm, "disconnected"))[0].cause));
  await script(workspace, "refuse", { code: "account_inactive", n: -1 });
  await script(workspace, "drop");
  for (const { code: is, data } of await ends) assert.deepEqual([is, data.error], [code("platform"), "account_inactive"]);
  const again = await tabs[1].evaluate(() => outcome(rtm.start()));
  assert.equal(again.data.error, "account_inactive");
});
