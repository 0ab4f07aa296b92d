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

/** Several, of which the first leads. */
async function readyTabs(t, count, options) {
  const workspace = newWorkspace();
  const tabs = [];
  while (tabs.length < count) tabs.push(await readyTab(t, workspace, options));
  return { workspace, tabs, leader: tabs[0], others: tabs.slice(1) };
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

test("when the leader is closed another takes over, with one gap in each tab", async (t) => {
  const { workspace, tabs, leader, others } = await readyTabs(t, 3);
  await script(workspace, "say", { text: "before" });
  for (const tab of tabs) await heardIn(tab, "before");
  await leader.close();
  for (const tab of others) await tab.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await script(workspace, "say", { text: "after" });
  for (const tab of others) {
    await heardIn(tab, "after");
    assert.deepEqual(await tab.evaluate("heard"), ["before", "gap false", "after"]);
    assert.deepEqual(await tab.evaluate("states"), [...way, "reconnecting", ...way]);
  }
  assert.equal(await others[1].evaluate("rtm.sendMessage('still here', 'C0GENERAL').then(({ ok }) => ok)"), true);
  const { opened, sockets } = await log(workspace);
  assert.deepEqual([opened, sockets], [2, 1]);
});

const chromium = { skip: kind === "firefox" && "Firefox has no way to do this to a page" };

test("when the leader crashes another takes over", chromium, async (t) => {
  const { workspace, leader, others } = await readyTabs(t, 3);
  await crash(leader);
  for (const tab of others) await tab.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  assert.deepEqual(await inEach(others, () => heard), [["gap false"], ["gap false"]]);
  assert.equal((await log(workspace)).sockets, 1);
});

test("a leader that is frozen lets go first, and is a follower when it is back", chromium, async (t) => {
  const { workspace, tabs, leader, others } = await readyTabs(t, 2);
  await others[0].bringToFront();
  const session = await leader.createCDPSession();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await others[0].waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await script(workspace, "say", { text: "meanwhile" });
  await heardIn(others[0], "meanwhile");
  await until(async () => (await log(workspace)).sockets === 1);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await leader.waitForFunction("rtm.state === 'ready'", { polling: 20 });
  await script(workspace, "say", { text: "at the end" });
  for (const tab of tabs) await heardIn(tab, "at the end");
  assert.equal(await leader.evaluate("rtm.sendMessage('back again', 'C0GENERAL').then(({ ok }) => ok)"), true);
  const { opened, sockets } = await log(workspace);
  assert.deepEqual([opened, sockets], [2, 1]);
  // It heard what was said meanwhile, or knows that it may have missed it.
  assert.equal(await leader.evaluate("heard.includes('meanwhile') || heard.includes('gap false')"), true);
});

const hanging = { skip: kind === "firefox" && "a synchronous request does not hang a page of Firefox" };

test("a follower that is frozen does not keep the others from taking over", chromium, async (t) => {
  const { tabs, leader, others: [next, last] } = await readyTabs(t, 3);
  await last.bringToFront();
  const session = await next.createCDPSession();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await leader.close();
  await last.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await next.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  assert.deepEqual(await inEach(tabs.slice(1), () => [heard, rtm.ws === null]), [[["gap false"], true], [["gap false"], false]]);
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

const soon = { clientPingTimeout: 600, serverPongTimeout: 500 };

test("a leader that hangs is robbed, and closes its socket first thing when it is back", hanging, async (t) => {
  const { workspace, tabs, leader, others } = await readyTabs(t, 3, soon);
  await hang(leader, 2);
  for (const tab of others) await tab.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  await leader.waitForFunction("rtm.state === 'ready' && rtm.ws === null", { polling: 20 });
  await until(async () => (await log(workspace)).sockets === 1);
  await script(workspace, "say", { text: "after" });
  for (const tab of tabs) await heardIn(tab, "after");
  assert.equal(await leader.evaluate("rtm.sendMessage('a follower now', 'C0GENERAL').then(({ ok }) => ok)"), true);
  for (const tab of tabs) assert.equal(await tab.evaluate("heard.filter((what) => what === 'after').length"), 1);
});

/** A page that hangs needs a session that it has from before. */
async function crash(page, session) {
  session ??= await page.createCDPSession();
  session.send("Page.crash").catch(() => {});
  await new Promise((resolve) => page.once("error", resolve));
}

// Frames on their way

test("what a lost leader had written and not answered may have arrived, and what it had not written is sent once", { skip: kind === "firefox" && "Firefox does not always deliver what a page says that is being closed" }, async (t) => {
  const { workspace, leader, others: [other] } = await readyTabs(t, 2, { rateLimit: { perSecond: 0.001, burst: 1 } });
  await script(workspace, "hold-acks", { on: true });
  const written = await other.evaluate(async () => {
    const written = once(rtm, "outgoing_message");
    window.outcomes = ["first", "second", "third"].map((text) => outcome(rtm.sendMessage(text, "C0GENERAL")));
    return (await written)[0].text;
  });
  assert.equal(written, "first");
  await leader.waitForFunction("rtm.stats().queued === 2", { polling: 20 }); // the leader has taken the others
  await leader.close({ runBeforeUnload: true }); // as by its user: the page has the time for its last words
  const first = await other.evaluate(() => outcomes[0]);
  await script(workspace, "hold-acks", { on: false });
  const second = await other.evaluate(() => outcomes[1]);
  assert.deepEqual([first.code, first.delivered, first.text], [code("rtmclient_no_reply_received"), "unknown", "first"]);
  assert.equal(second.value?.text, "second");
  const sent = textsOf(await log(workspace));
  assert.deepEqual(sent, ["first", "second"]);
  await other.evaluate(() => rtm.disconnect());
  const third = await other.evaluate(() => outcomes[2]);
  assert.equal(third.delivered, "no");
});

test("what a leader wrote with its last words is not sent again by the next", { ...chromium, timeout: 30_000 }, async (t) => {
  const workspace = newWorkspace();
  const leader = await openTab(t, workspace);
  await leader.evaluate(async () => {
    // A socket with which the page hangs as soon as it has written: nobody is told of the frame.
    const socketFn = (url) => {
      const socket = new WebSocket(url);
      socket.send = (frame) => {
        WebSocket.prototype.send.call(socket, frame);
        while (frame.includes("last words"));
      };
      return socket;
    };
    window.rtm = await readyClient({ shared: true, socketFn });
  });
  const session = await leader.createCDPSession();
  const other = await readyTab(t, workspace);
  await other.evaluate(() => void (window.sent = outcome(rtm.sendMessage("last words", "C0GENERAL"))));
  await until(async () => textsOf(await log(workspace)).length === 1);
  await crash(leader, session);
  const { code: why, delivered, text } = await other.evaluate("sent");
  assert.deepEqual([why, delivered, text], [code("rtmclient_no_reply_received"), "unknown", "last words"]);
  assert.equal(await other.evaluate("rtm.sendMessage('after', 'C0GENERAL').then(({ ok }) => ok)"), true);
  assert.deepEqual(textsOf(await log(workspace)), ["last words", "after"]);
});

test("when leaders crash while all tabs send, nothing is sent twice and each caller is told the truth", { ...chromium, timeout: 120_000 }, async (t) => {
  for (let round = 0; round < 4; round++) {
    const { workspace, leader, others } = await readyTabs(t, 3, { rateLimit: false });
    await inEach(others, (name) => {
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
    await crash(leader);
    const ledgers = await inEach(others, () => sending.then(() => ledger));
    const sent = textsOf(await log(workspace));
    for (const [text, told] of ledgers.flatMap(Object.entries)) {
      const times = sent.filter((other) => other === text).length;
      const right = { ok: [1], no: [0], unknown: [0, 1] }[told];
      assert.ok(right?.includes(times), `${text} was sent ${times} times, and its caller was told: ${told}`);
    }
  }
});

test("what a leader that hangs has got is not sent again", hanging, async (t) => {
  const { workspace, leader, others: [other] } = await readyTabs(t, 2, { ...soon, rateLimit: { perSecond: 1000, burst: 1 } });
  await hang(leader, 2);
  const outcomes = await other.evaluate(() => Promise.all(["a", "b", "c"].map((text) => outcome(rtm.sendMessage(text, "C0GENERAL")))));
  await leader.waitForFunction("rtm.state === 'ready' && rtm.ws === null", { polling: 20 });
  assert.equal(await leader.evaluate("rtm.sendMessage('d', 'C0GENERAL').then(({ ok }) => ok)"), true);
  const sent = textsOf(await log(workspace));
  for (const [i, text] of ["a", "b", "c"].entries()) {
    const times = sent.filter((other) => other === text).length;
    if (outcomes[i].value) assert.equal(times, 1, text);
    else assert.deepEqual([outcomes[i].delivered, times <= 1], ["unknown", true], text);
  }
});

test("a send that is aborted ends for its tab, whether the leader has it or not", async (t) => {
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

test("what Slack refuses of a follower is an error there, under its own id", async (t) => {
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
  const { workspace, leader } = await readyTabs(t, 1);
  await script(workspace, "fail-calls", { n: -1 });
  await script(workspace, "drop");
  await leader.waitForFunction("states.filter((name) => name === 'reconnecting').length === 2", { polling: 20 });
  const late = await openTab(t, workspace);
  const cause = await late.evaluate(async () => {
    const lost = inState(rtm, "reconnecting");
    rtm.start();
    return plain((await lost)[0].cause);
  });
  assert.deepEqual([cause.isError, cause.code], [true, code("request")]);
});

test("the session ends with the last tab that disconnects, and begins anew with the next start", async (t) => {
  const { workspace, leader, others: [other] } = await readyTabs(t, 2);
  await leader.evaluate(() => rtm.disconnect());
  assert.equal(await leader.evaluate("rtm.state"), "disconnected");
  assert.equal((await log(workspace)).sockets, 1);
  await script(workspace, "say", { text: "for one" });
  await heardIn(other, "for one");
  assert.equal(await other.evaluate("rtm.sendMessage('through it', 'C0GENERAL').then(({ ok }) => ok)"), true);
  assert.deepEqual(await leader.evaluate("heard"), []);
  assert.deepEqual(await leader.evaluate("states"), [...way, "disconnecting", "disconnected"]);

  await other.evaluate(() => rtm.disconnect());
  assert.deepEqual(await other.evaluate("states"), [...way, "disconnecting", "disconnected"]);
  await until(async () => (await log(workspace)).sockets === 0);

  for (const tab of [other, leader]) await tab.evaluate(async () => {
    const ready = rtm.waitFor("ready");
    await rtm.start();
    await ready;
  });
  await script(workspace, "say", { text: "for both" });
  for (const tab of [leader, other]) await heardIn(tab, "for both");
  assert.equal((await log(workspace)).sockets, 1);
  assert.equal((await log(workspace)).opened, 2);
});

test("a tab that has gone without a word is not waited for", async (t) => {
  const { workspace, leader, others: [other] } = await readyTabs(t, 2);
  await leader.evaluate(() => rtm.disconnect());
  await other.close();
  await until(async () => (await log(workspace)).sockets === 0);
});

test("a follower disconnects at once, also from a leader that hangs", hanging, async (t) => {
  const { leader, others: [other] } = await readyTabs(t, 2);
  await hang(leader, 2);
  const seen = await other.evaluate(async () => {
    const sent = outcome(rtm.sendMessage("unanswered", "C0GENERAL"));
    await rtm.disconnect();
    window.rtm = await readyClient(); // which ends the hanging
    return { states, sent: await sent };
  });
  assert.deepEqual(seen.states, [...way, "disconnecting", "disconnected"]);
  assert.equal(seen.sent.delivered, "unknown"); // it hears of the frame when it is back
});

test("presence is followed for all tabs together, and by the next leader, too", async (t) => {
  const { workspace, leader, others: [one, two] } = await readyTabs(t, 3);
  await one.evaluate(() => rtm.subscribePresence(["U0000ANNA"]));
  await two.evaluate(() => rtm.subscribePresence(["U00000BEN"]));
  const asked = async () => (await log(workspace)).received.filter(({ type }) => type === "presence_sub").map(({ json }) => JSON.parse(json).ids);
  await until(async () => (await asked()).length === 2); // they are not answered
  assert.deepEqual(await asked(), [["U0000ANNA"], ["U0000ANNA", "U00000BEN"]]);
  await leader.close();
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

test("the token does not cross, and is in no lock's name", async (t) => {
  const workspace = newWorkspace();
  const tab = await openTab(t, workspace);
  const crossed = await tab.evaluate(async () => {
    const said = [];
    window.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        said.push(name);
      }
      postMessage(data) {
        said.push(JSON.stringify(data));
        super.postMessage(data);
      }
    };
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    const { held } = await navigator.locks.query();
    return [...said, ...held.map(({ name }) => name)];
  });
  assert.ok(crossed.length > 5 && crossed.some((text) => text.includes('"authenticated"')));
  assert.deepEqual(crossed.filter((text) => text.includes("secret")), []);
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

test("an error that the leader's function throws reaches the other tabs, whatever is in it", async (t) => {
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

test("a tab that joined a session does not go on with another user's when it leads", async (t) => {
  const workspace = newWorkspace();
  const [first, second] = [await openAs(t, workspace, "U1"), await openAs(t, workspace, "U2")];
  assert.equal(await second.evaluate("rtm.activeUserId"), "U1"); // it cannot know
  await first.close();
  await second.waitForFunction("rtm.state === 'disconnected'", { polling: 20 });
  assert.match(await second.evaluate("ended.message"), /another user or team/);
  await until(async () => (await log(workspace)).sockets === 0);
});

test("what is no message of the client's is ignored", async (t) => {
  const { workspace, tabs } = await readyTabs(t, 2);
  await tabs[1].evaluate(async () => {
    const { held } = await navigator.locks.query();
    const channel = new BroadcastChannel(held.map(({ name }) => name).sort((a, b) => a.length - b.length)[0]);
    for (const data of [null, 1, "text", [], {}, { name: "items", from: "x", at: Date.now(), args: [5] }, { name: "call", from: "x", at: Date.now(), args: [] }, { name: "constructor", from: "x", at: 1, args: [] }]) channel.postMessage(data);
    channel.postMessage({ name: "items", from: "not the leader", at: Date.now(), args: [[["event", "disconnected"]]] });
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
    const errors = [
      thrown(() => client({ shared: "" })),
      thrown(() => client({ shared: 1 })),
      thrown(() => client({ shared: true }, () => "xoxb-1")),
      thrown(() => client({ shared: true, getConnection() {} })),
      thrown(() => client({ shared: true, webClient: { apiCall() {} } })),
      await outcome(client({ shared: true }).start({ token: "xoxb-other" })),
      await outcome(client({ shared: true }).connect("ws://localhost/")),
    ];
    Object.defineProperty(navigator, "locks", { value: undefined });
    return [...errors, thrown(() => client({ shared: true }))];
  });
  for (const error of errors) {
    assert.deepEqual([error?.code, error?.isTypeError], [code("invalid_argument"), true]);
    assert.match(error.message, /shared/);
  }
});

test("where a page may have no locks, start() rejects and says so", async (t) => {
  const page = await openPage(t);
  const error = await page.evaluate(() => {
    navigator.locks.request = () => Promise.reject(new DOMException("this frame has none", "SecurityError"));
    return outcome(client({ shared: true }).start());
  });
  assert.equal(error.code, code("initialize"));
  assert.match(error.message, /this frame has none.*"shared"/);
});

test("two clients of a page share, too, and stats() tells who has the socket", async (t) => {
  const workspace = newWorkspace();
  const page = await readyTab(t, workspace);
  const sockets = await page.evaluate(async () => {
    window.other = await readyClient({ shared: true });
    return [rtm.stats().sockets, other.stats().sockets];
  });
  assert.deepEqual(sockets, [1, 0]);
  assert.equal((await log(workspace)).opened, 1);
  await page.evaluate(() => rtm.disconnect());
  assert.equal(await page.evaluate("other.sendMessage('goes on', 'C0GENERAL').then(({ ok }) => ok)"), true);
});

test("a follower can have the connection made anew, for all", async (t) => {
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
  const { workspace, leader } = await readyTabs(t, 1);
  await script(workspace, "fail-calls", { n: -1 });
  await script(workspace, "drop");
  await leader.waitForFunction("rtm.state === 'reconnecting'", { polling: 20 });
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
  await leader.evaluate(() => rtm.reconnect());
  await leader.waitForFunction("rtm.state === 'ready'", { polling: 20 });
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
  assert.deepEqual(asked.filter((url) => url.includes("rtm.shared.js")), []);
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
  const { workspace, leader, others: [other] } = await readyTabs(t, 2);
  await script(workspace, "say", { text: "before" });
  await heardIn(other, "before");
  await putAway(other);
  assert.equal(await other.evaluate("rtm.state"), "reconnecting");
  await script(workspace, "say", { text: "missed" });
  await heardIn(leader, "missed");
  await restore(other);
  await other.waitForFunction("rtm.state === 'ready' && heard.length === 2", { polling: 20 });
  assert.deepEqual(await other.evaluate("heard"), ["before", "gap false"]);
  assert.deepEqual(await leader.evaluate("heard"), ["before", "missed"]);
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

test("with Go in a worker it is the same: one socket, every tab hears, and another takes over", async (t) => {
  const workspace = newWorkspace();
  const open = async () => {
    const page = await openPage(t, { workspace, expected: [/^\[rtmwasm\]/] });
    await page.evaluate(async () => {
      await initialize({ worker: true });
      window.heard = [];
      window.rtm = client({ shared: true });
      rtm.on("message", ({ text }) => heard.push(text));
      rtm.on("gap", ({ recovered }) => heard.push(`gap ${recovered}`));
      const ready = once(rtm, "ready");
      await rtm.start();
      await ready;
    });
    return page;
  };
  const [leader, ...others] = [await open(), await open(), await open()];
  await script(workspace, "say", { text: "one" });
  for (const tab of others) await heardIn(tab, "one");
  assert.equal((await log(workspace)).opened, 1);
  await leader.close();
  for (const tab of others) await tab.waitForFunction("rtm.state === 'ready' && heard.includes('gap false')", { polling: 20 });
  assert.equal(await others[1].evaluate("rtm.sendMessage('two', 'C0GENERAL').then(({ ok }) => ok)"), true);
  await heardIn(others[0], "two");
  await inEach(others, () => rtm.disconnect());
  await until(async () => (await log(workspace)).sockets === 0);
});
