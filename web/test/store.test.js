// The data store in a page: v3's MemoryDataStore, and stores of other people's.
// What each event does to it, the tests of rtm/store say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { asJSON, inPage, kind, openPage } from "./browser.js";

const invalid = "slackclient_invalid_argument_error";

test("MemoryDataStore has the members that store.d.ts declares, and no others", async (t) => {
  const text = readFileSync(new URL("../store.d.ts", import.meta.url), "utf8");
  const body = text.slice(text.indexOf("export declare class MemoryDataStore"));
  const declared = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map((match) => match[1]);
  const members = await inPage(t, () => Object.getOwnPropertyNames(MemoryDataStore.prototype));
  assert.deepEqual(members.sort(), [...new Set(declared)].sort());
});

test("null for the options of a store, or of its load, counts as none", async (t) => {
  const name = await inPage(t, async () => {
    const dataStore = new MemoryDataStore(null);
    await dataStore.load(client(), null);
    return dataStore.getUserById("U0000ANNA").name;
  });
  assert.equal(name, "anna");
});

test("each getter finds what was set", async (t) => {
  const found = await inPage(t, async () => {
    await initialize();
    const store = new MemoryDataStore();
    store.setUser({ id: "U1", name: "anna", profile: { email: "anna@example.com", bot_id: "B1" } });
    store.setChannel({ id: "C1", name: "general" });
    store.setGroup({ id: "G1", name: "secret" });
    store.setDM({ id: "D1", user: "U1" });
    store.setBot({ id: "B1", name: "robot" });
    store.setTeam({ id: "T1", name: "team" });
    const finds = {
      getUserById: "U1", getUserByName: "anna", getUserByEmail: "anna@example.com", getUserByBotId: "B1",
      getChannelById: "C1", getChannelByName: "#general", getGroupById: "G1", getGroupByName: "secret",
      getDMById: "D1", getDMByName: "anna", getDMByUserId: "U1",
      getChannelGroupOrDMById: "G1", getChannelOrGroupByName: "secret",
      getBotById: "B1", getBotByName: "robot", getBotByUserId: "U1", getTeamById: "T1",
    };
    return Object.fromEntries(Object.entries(finds).map(([name, key]) => [name, [store[name](key)?.id, store[name]("nothing")]]));
  });
  const ids = {
    getUserById: "U1", getUserByName: "U1", getUserByEmail: "U1", getUserByBotId: "U1",
    getChannelById: "C1", getChannelByName: "C1", getGroupById: "G1", getGroupByName: "G1",
    getDMById: "D1", getDMByName: "D1", getDMByUserId: "D1",
    getChannelGroupOrDMById: "G1", getChannelOrGroupByName: "G1",
    getBotById: "B1", getBotByName: "B1", getBotByUserId: "B1", getTeamById: "T1",
  };
  assert.deepEqual(found, asJSON(Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, [id, undefined]]))));
});

test("the properties list all by their ids", async (t) => {
  const lists = await inPage(t, async () => {
    await initialize();
    const store = new MemoryDataStore();
    store.setUser({ id: "U1" });
    store.setChannel({ id: "C1" });
    store.setGroup({ id: "G1", is_mpim: true });
    store.setDM({ id: "D1" });
    store.setBot({ id: "B1" });
    store.setTeam({ id: "T1" });
    store.setTeam({ id: "__proto__" });
    const { users, channels, groups, dms, bots, teams } = store;
    return { lists: JSON.parse(JSON.stringify({ users, channels, groups, dms, bots })), teams: Object.keys(teams), type: groups.G1.getType() };
  });
  assert.deepEqual(lists, {
    lists: { users: { U1: { id: "U1" } }, channels: { C1: { id: "C1" } }, groups: { G1: { id: "G1", is_mpim: true } }, dms: { D1: { id: "D1" } }, bots: { B1: { id: "B1" } } },
    teams: ["T1", "__proto__"],
    type: "mpdm",
  });
});

test("set replaces, upsert lays over, remove removes, clear clears", async (t) => {
  const seen = await inPage(t, async () => {
    await initialize();
    const seen = {};
    for (const what of ["User", "Channel", "Group", "DM", "Bot", "Team"]) {
      const store = new MemoryDataStore();
      const get = () => JSON.stringify(store[`get${what}ById`]("X1"));
      const steps = (seen[what] = []);
      store[`set${what}`]({ id: "X1", name: "one", topic: "old" });
      store[`set${what}`]({ id: "X1", name: "two" });
      steps.push(get());
      store[`upsert${what}`]({ id: "X1", topic: "new" });
      steps.push(get());
      store[`remove${what}`]("X1");
      steps.push(get());
      store[`upsert${what}`]({ id: "X1" });
      steps.push(get());
      store.clear();
      steps.push(get());
    }
    return seen;
  });
  for (const [what, steps] of Object.entries(seen)) {
    assert.deepEqual(steps, asJSON(['{"id":"X1","name":"two"}', '{"id":"X1","name":"two","topic":"new"}', undefined, '{"id":"X1"}', undefined]), what);
  }
});

test("upsertChannelGroupOrDMById goes by what is there, what the object says, and the id", async (t) => {
  const types = await inPage(t, async () => {
    await initialize();
    const store = new MemoryDataStore();
    store.upsertChannelGroupOrDMById("C1", { name: "general" });
    store.upsertChannelGroupOrDMById("C2", { is_private: true });
    store.upsertChannelGroupOrDMById("D1", { user: "U1" });
    return ["C1", "C2", "D1"].map((id) => store.getChannelGroupOrDMById(id).getType());
  });
  assert.deepEqual(types, ["channel", "group", "dm"]);
});

test("what is bad is refused at the call, with a TypeError, whether or not the program is loaded", async (t) => {
  const refused = async (fresh) => inPage(t, async (load) => {
    if (load) await initialize();
    const store = new MemoryDataStore();
    const cyclic = { id: "U1" };
    cyclic.self = cyclic;
    return [
      () => store.setUser({ name: "anna" }), () => store.upsertBot(null), () => store.setChannel({ id: 7 }), () => store.setUser(cyclic),
      () => store.upsertChannelGroupOrDMById("", {}), () => store.registerMessageHandler("message", "no function"), () => store.registerMessageHandler(undefined, () => {}),
      () => new MemoryDataStore({ historyLimit: -1 }), () => new MemoryDataStore({ limit: 1 }),
    ].map((fn) => thrown(fn)).map((error) => [error?.isTypeError, error?.code]);
  }, { args: [!fresh], fresh });
  for (const fresh of [true, false]) {
    assert.deepEqual(await refused(fresh), Array(9).fill([true, invalid]));
  }
});

test("what was written before the program is loaded is there after", async (t) => {
  const seen = await inPage(t, async () => {
    const lines = [];
    const store = new MemoryDataStore({ logger: (level, text) => lines.push([level, text]) });
    const handled = [];
    store.registerMessageHandler("own_event", (own, message) => handled.push([own === store, message.n]));
    store.setUser({ id: "U1", name: "anna" });
    store.upsertUser({ id: "U1", real_name: "Anna" });
    store.setChannel({ id: "C1" });
    store.handleRtmMessage("U1", "T1", "message", { type: "message", channel: "C1", text: "hello", ts: "1.1" });
    store.handleRtmMessage("U1", "T1", "own_event", { type: "own_event", n: 1 });
    store.upsertChannelGroupOrDMById("X1", {}); // nothing tells what it is
    const before = [store.getUserById("U1"), store.getUnreadCount(), Object.keys(store.users).length, handled.length];
    await initialize();
    return { before, user: store.getUserById("U1"), texts: store.getChannelById("C1").history.map(({ text }) => text), handled, lines };
  }, { fresh: true });
  assert.deepEqual(seen, {
    before: asJSON([undefined, 0, 0, 0]),
    user: { id: "U1", name: "anna", real_name: "Anna" },
    texts: ["hello"],
    handled: [[true, 1]],
    lines: [["warn", 'data store: UpsertChannelGroupOrDMByID: there is no kind of conversation whose id is like "X1"']],
  });
});

test("a client keeps its store up to date, each event just before its listeners", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = client({ dataStore });
    const atAuthenticated = new Promise((resolve) => rtm.once("authenticated", ({ self }) => resolve(dataStore.getUserById(self.id)?.name)));
    await rtm.start();
    await dataStore.load(rtm);
    const counts = [];
    rtm.on("message", ({ channel }) => counts.push(dataStore.getChannelById(channel).history.length));
    const all = until(rtm, "message", () => counts.length === 50);
    await slack("flood", { count: 50 });
    await all;
    return { same: rtm.dataStore === dataStore, name: await atAuthenticated, team: dataStore.getTeamById("T0000001").name, counts };
  });
  assert.deepEqual(seen, { same: true, name: "bot", team: "Fake Workspace", counts: Array.from({ length: 50 }, (_, i) => i + 1) });
});

test("edits, deletions, reactions and presence reach the store", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await dataStore.load(rtm);
    await rtm.subscribePresence(["U0000ANNA"]);
    const one = await slack("say", { text: "one" });
    const two = await slack("say", { text: "two" });
    await slack("edit", { ts: one, text: "edited" });
    await slack("react", { ts: one, name: "wave" });
    await slack("delete", { ts: two });
    const away = until(rtm, "presence_change", ({ presence }) => presence === "away");
    await slack("presence", { user: "U0000ANNA", presence: "away" });
    await away;
    const { history } = dataStore.getChannelByName("general");
    return { texts: history.map(({ text }) => text), reactions: history[0].reactions, presence: dataStore.getUserByName("anna").presence };
  });
  assert.deepEqual(seen, { texts: ["edited"], reactions: [{ name: "wave", users: ["U0000ANNA"], count: 1 }], presence: "away" });
});

test("the messages that the client sends enter the store with Slack's reply", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await dataStore.load(rtm);
    const { ts } = await rtm.sendMessage("from the page", "C0GENERAL");
    await rtm.addOutgoingEvent(true, "message", { text: "another", channel: "C0GENERAL" });
    const general = dataStore.getChannelById("C0GENERAL");
    return { first: general.getMessageByTs(ts), ts, texts: general.history.map(({ text }) => text) };
  });
  assert.deepEqual(seen.first, { type: "message", channel: "C0GENERAL", user: "U00000BOT", text: "from the page", ts: seen.ts });
  assert.deepEqual(seen.texts, ["from the page", "another"]);
});

test("what each way of sending has sent is in the store as it was sent", async (t) => {
  const messages = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore, rateLimit: false });
    await dataStore.load(rtm);
    const { ts } = await rtm.sendMessage("a thread", "C0GENERAL");
    const more = { thread_ts: ts, reply_broadcast: true, mrkdwn: false, blocks: [{ type: "divider" }], attachments: [{ text: "a" }], metadata: { event_type: "e", event_payload: {} } };
    const body = (text) => ({ text, channel: "C0GENERAL", ...more });
    await rtm.sendMessage("with options", "C0GENERAL", more);
    await new Promise((resolve) => rtm.send({ type: "message", ...body("v3's send"), id: 99 }, resolve));
    await rtm.addOutgoingEvent(true, "message", body("awaited"));
    await new Promise((resolve) => rtm.sendMessage("with a callback", "C0GENERAL", resolve));
    const changing = body("not awaited");
    for (const send of [() => rtm.addOutgoingEvent(false, "message", changing), () => rtm.send("message", body("v4's send"))]) {
      const replied = until(rtm, "slack_event", (type, { reply_to, ok }) => ok && reply_to);
      const sent = send();
      changing.text = "changed by its owner";
      await sent;
      await replied;
    }
    return { ts, history: dataStore.getChannelById("C0GENERAL").history };
  });
  const [{ ts }, ...replies] = messages.history;
  const expected = { type: "message", channel: "C0GENERAL", user: "U00000BOT", thread_ts: ts, reply_broadcast: true, mrkdwn: false, blocks: [{ type: "divider" }], attachments: [{ text: "a" }], metadata: { event_type: "e", event_payload: {} } };
  assert.equal(ts, messages.ts);
  assert.deepEqual(replies.map(({ ts: own, ...message }) => message), [
    { ...expected, text: "with options" },
    { ...expected, text: "v3's send" },
    { ...expected, text: "awaited" },
    { type: "message", channel: "C0GENERAL", user: "U00000BOT", text: "with a callback" },
    { ...expected, text: "not awaited" },
    { ...expected, text: "v4's send" },
  ]);
});

test("of what was sent the text and the time in the store are those of Slack's reply, and what it refuses is not there", async (t) => {
  const history = await inPage(t, async () => {
    await slack("hold-acks", { on: true });
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await dataStore.load(rtm);
    const sent = rtm.sendMessage("a < b", "C0GENERAL", { thread_ts: "1.0", ts: "9.9" });
    const id = await rtm.send("message", { text: "c < d", channel: "C0GENERAL", thread_ts: "1.0" });
    const refused = await rtm.send("message", { text: "e", channel: "C0GENERAL" });
    await slackLogWhen((log) => log.received.length === 3);
    rtm._handleMessageAck(refused, { ok: false, error: { code: 2, msg: "of the test" } });
    rtm._handleMessageAck(id - 1, { ok: true, ts: "9000000000.000001", text: "a &lt; b" });
    rtm._handleMessageAck(id, { ok: true, ts: "9000000000.000002", text: "c &lt; d" });
    await sent;
    const heard = once(rtm, "message");
    await slack("say", { text: "the end" });
    await heard;
    return dataStore.getChannelById("C0GENERAL").history.map(({ ts, text, thread_ts = null }) => [text, thread_ts, text === "the end" || ts]);
  });
  assert.deepEqual(history, [
    ["the end", null, true], // which is the oldest by its time
    ["a &lt; b", "1.0", "9000000000.000001"],
    ["c &lt; d", "1.0", "9000000000.000002"],
  ]);
});

test("a message in reply to nothing of ours changes nothing in the store", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await dataStore.load(rtm);
    await frame({ type: "message", reply_to: 77, channel: "C0GENERAL", user: "U0000ANNA", text: "earlier", ts: "1700000000.000100" });
    const heard = once(rtm, "message");
    await slack("say", { text: "new" });
    await heard;
    const { history, unreadCount } = dataStore.getChannelById("C0GENERAL");
    return { texts: history.map(({ text }) => text), unreadCount };
  });
  assert.deepEqual(seen, { texts: ["new"], unreadCount: 1 });
});

test("connecting anew by rtm.connect forgets nothing", async (t) => {
  const kept = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore, retryConfig: retryPolicies.rapidRetryPolicy });
    await dataStore.load(rtm);
    await rtm.sendMessage("before", "C0GENERAL");
    const again = once(rtm, "ready");
    await slack("drop");
    await again;
    return [dataStore.getUserByName("anna")?.id, dataStore.getChannelById("C0GENERAL").history.length];
  });
  assert.deepEqual(kept, ["U0000ANNA", 1]);
});

test("load tells how far it is, and waits where Slack asks for it", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = client({ dataStore }); // it need not be started
    const progress = [];
    rtm.on("load_progress", (...args) => progress.push(args));
    await slack("rate-limit", { method: "users.list", after: 1, n: 1 });
    await dataStore.load(rtm);
    const calls = (await slackLog()).calls.map(({ method }) => method);
    return { progress, calls, users: Object.keys(dataStore.users).length, dm: dataStore.getDMByName("anna")?.id };
  });
  assert.deepEqual(seen, {
    progress: [["users", 4, true], ["conversations", 3, true]],
    calls: ["users.list", "users.list", "conversations.list"],
    users: 4,
    dm: "D0000ANNA",
  });
});

test("what events say while load is under way stands, of what is loaded only later too", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await slack("stall-calls", { on: true });
    const loading = dataStore.load(rtm);
    await slackLogWhen(({ calls }) => calls.some(({ method }) => method === "users.list"));
    const heard = once(rtm, "presence_change");
    await frame({ type: "channel_rename", channel: { id: "C0GENERAL", name: "renamed", created: 1 } });
    await frame({ type: "message", channel: "C00RANDOM", user: "U0000ANNA", ts: "1700000000.000100", text: "early" });
    await frame({ type: "message", subtype: "channel_convert_to_private", channel: "C00RANDOM", user: "U0000ANNA", ts: "1700000000.000200", text: "private" });
    await frame({ type: "presence_change", user: "U0000ANNA", presence: "away" });
    await heard;
    await slack("stall-calls", { on: false });
    await loading;
    const random = dataStore.getGroupByName("random");
    return {
      names: ["general", "renamed"].map((name) => dataStore.getChannelByName(name)?.id ?? null),
      random: [random?.getType(), random?.history.map(({ text }) => text), dataStore.getChannelById("C00RANDOM") ?? null],
      presence: dataStore.getUserByName("anna").presence,
    };
  });
  assert.deepEqual(seen, { names: [null, "C0GENERAL"], random: ["group", ["early", "private"], null], presence: "away" });
});

test("disconnect ends a load without a session, whether it has begun or not, and another token does", async (t) => {
  const codes = await inPage(t, async () => {
    const rtm = client({ dataStore: false });
    const early = outcome(new MemoryDataStore().load(rtm));
    await rtm.disconnect();
    const loads = [await early];
    await slack("stall-calls");
    for (const [n, end] of [() => rtm.disconnect(), () => void rtm.start({ token: "xoxb-another" })].entries()) {
      const loading = outcome(new MemoryDataStore().load(rtm));
      await slackLogWhen(({ calls }) => calls.filter(({ method }) => method === "users.list").length === n + 1);
      await end();
      loads.push(await loading);
    }
    await rtm.disconnect();
    await slack("stall-calls", { on: false });
    const { calls } = await slackLog();
    return [...loads.map(({ code }) => code), calls.filter(({ method, form }) => method === "users.list" && form.token === "xoxb-another").length];
  });
  assert.deepEqual(codes, [...Array(3).fill("slackclient_rtmclient_disconnected_error"), 0]);
});

test("load ends with what Slack refuses, its signal, and disconnect", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await slack("refuse", { method: "users.list", code: "missing_scope" });
    const refused = await outcome(dataStore.load(rtm));
    await slack("stall-calls", { on: true });
    const controller = new AbortController();
    const aborting = outcome(dataStore.load(rtm, { signal: controller.signal }));
    await slackLogWhen(({ calls }) => calls.filter(({ method }) => method === "users.list").length === 2);
    const second = await outcome(dataStore.load(rtm));
    controller.abort();
    const aborted = await aborting;
    const already = await outcome(dataStore.load(rtm, { signal: AbortSignal.abort() }));
    const disconnecting = outcome(dataStore.load(rtm));
    await slackLogWhen(({ calls }) => calls.filter(({ method }) => method === "users.list").length === 3);
    await rtm.disconnect();
    const disconnected = await disconnecting;
    const noClient = await outcome(dataStore.load({}));
    await slack("stall-calls", { on: false });
    return { refused: [refused.code, refused.data.error], second: second.message, aborted: [aborted.name, aborted.code], already: already.name, disconnected: disconnected.code, noClient: noClient.code };
  });
  assert.deepEqual(seen, {
    refused: ["slackclient_platform_error", "missing_scope"],
    second: "data store: Load: another Load is under way",
    aborted: ["AbortError", "slackclient_abort_error"],
    already: "AbortError",
    disconnected: "slackclient_rtmclient_disconnected_error",
    noClient: invalid,
  });
});

test("an event that is not sound or names what is unknown is a line in the log, and no change", async (t) => {
  const seen = await inPage(t, async () => {
    await initialize();
    const lines = [];
    const store = new MemoryDataStore({ logLevel: "debug", logger: (level, text) => lines.push([level, text]) });
    store.handleRtmMessage("U1", "T1", "channel_archive", { type: "channel_archive", channel: "C404" });
    store.handleRtmMessage("U1", "T1", "user_change", { type: "user_change", user: "malformed" });
    store.handleRtmMessage("U1", "T1", "message", 7);
    const cyclic = {};
    cyclic.self = cyclic;
    store.handleRtmMessage("U1", "T1", "message", cyclic);
    store.cacheRtmStart({ hello: 1 });
    return { lines: lines.map(([level, text]) => [level, text.slice(0, 60)]), known: [store.users, store.channels] };
  });
  assert.deepEqual(seen.known, [{}, {}]);
  assert.deepEqual(seen.lines.map(([level]) => level), ["debug", "warn", "warn", "warn", "warn"]);
  assert.match(seen.lines[0][1], /channel_archive: there is no conversation "C404"/);
  assert.match(seen.lines[1][1], /user_change/);
});

test("a handler takes in an event in place of its store alone, with two arguments or four", async (t) => {
  const seen = await inPage(t, async () => {
    await initialize();
    const lines = [];
    const store = new MemoryDataStore({ logger: (level, text) => lines.push([level, text]) });
    const other = new MemoryDataStore();
    for (const each of [store, other]) each.setChannel({ id: "C1" });
    const got = [];
    store.registerMessageHandler("message", (own, message) => got.push([own === store, message.text]));
    store.registerMessageHandler("message::me_message", (userId, teamId, own, message) => got.push([userId, teamId, own === store, message.text]));
    store.registerMessageHandler("reaction_added", () => { throw new Error("no reactions here"); });
    const say = (each, text, subtype) => each.handleRtmMessage("U1", "T1", "message", { type: "message", channel: "C1", ts: "1.0", text, subtype });
    say(store, "plain");
    say(store, "me", "me_message");
    say(other, "other");
    store.handleRtmMessage("U1", "T1", "reaction_added", { type: "reaction_added" });
    store.registerMessageHandler("message", null);
    say(store, "own again");
    const texts = [store, other].map((each) => each.getChannelById("C1").history.map(({ text }) => text));
    return { got, texts, lines };
  });
  assert.deepEqual(seen, {
    got: [[true, "plain"], ["U1", "T1", true, "me"]],
    texts: [["own again"], ["other"]],
    lines: [["warn", "A handler of the data store failed: Error: no reactions here"]],
  });
});

test("the methods of a snapshot change the store and bring the snapshot up to date", async (t) => {
  const seen = await inPage(t, async () => {
    await initialize();
    const store = new MemoryDataStore();
    store.setUser({ id: "U1", name: "anna" });
    store.setChannel({ id: "C1", name: "general", last_read: "1.0" });
    const user = store.getUserById("U1");
    const updated = user.update({ name: "berta" }) === user;
    const channel = store.getChannelById("C1");
    const earlier = store.getChannelById("C1");
    channel.update({ topic: { value: "cake" } });
    channel.addMessage({ ts: "2.0", text: "two" });
    channel.updateMessage({ message: { ts: "2.0", text: "second" } });
    channel.startedTyping("U2");
    const now = store.getChannelById("C1");
    const newId = thrown(() => user.update({ id: "U9" }));
    const noTs = thrown(() => channel.addMessage({}));
    store.removeChannel("C1");
    channel.addMessage({ ts: "3.0" }); // of what is gone nothing changes
    return {
      updated, names: [user.name, store.getUserById("U1").name],
      json: [JSON.stringify(channel), JSON.stringify(now)], texts: [channel, now, earlier].map(({ history }) => history.map(({ text }) => text)),
      unread: [channel.unreadCount, channel.recalcUnreads(), store.getUnreadCount()], lastRead: channel.lastRead, message: now.getMessageByTs("2.0").text,
      typing: [now.getTypingUsers(), channel.getTypingUsers()], type: channel.getType(), codes: [newId.code, noTs.code],
    };
  });
  const json = '{"id":"C1","name":"general","last_read":"1.0","topic":{"value":"cake"}}';
  assert.deepEqual(seen, {
    updated: true, names: ["berta", "berta"],
    json: [json, json], texts: [["second"], ["second"], []],
    unread: [1, 1, 0], lastRead: "1.0", message: "second",
    typing: [[], []], type: "channel", codes: [invalid, invalid],
  });
});

test("getTypingUsers tells who began to type", async (t) => {
  const typing = await inPage(t, async () => {
    const dataStore = new MemoryDataStore();
    const rtm = await readyClient({ dataStore });
    await dataStore.load(rtm);
    const typed = once(rtm, "user_typing");
    await slack("typing", { user: "U0000ANNA" });
    await typed;
    return dataStore.getChannelById("C0GENERAL").getTypingUsers();
  });
  assert.deepEqual(typing, ["U0000ANNA"]);
});

test("the history has a limit", async (t) => {
  const texts = await inPage(t, async () => {
    await initialize();
    return [2, 0, undefined].map((historyLimit) => {
      const store = new MemoryDataStore({ historyLimit });
      store.setChannel({ id: "C1" });
      for (const ts of ["1.0", "2.0", "3.0"]) store.getChannelById("C1").addMessage({ ts, text: ts });
      return store.getChannelById("C1").history.map(({ text }) => text);
    });
  });
  assert.deepEqual(texts, [["2.0", "3.0"], [], ["1.0", "2.0", "3.0"]]);
});

test("an object with v3's two methods is called as v3 called it", async (t) => {
  const seen = await inPage(t, async () => {
    const calls = [];
    const dataStore = {
      cacheRtmStart(response) { calls.push(["cacheRtmStart", this === dataStore, response.ok]); },
      handleRtmMessage(userId, teamId, type, message) { calls.push([type, userId, teamId, message.text, message.thread_ts ?? null]); },
    };
    const rtm = client({ dataStore });
    const order = [];
    rtm.on("authenticated", () => order.push(calls.length));
    const ready = once(rtm, "ready");
    await rtm.start();
    await ready;
    for (const event of ["raw_message", "message"]) rtm.once(event, () => order.push(calls.length));
    const heard = once(rtm, "message");
    await slack("say", { text: "hi" });
    await heard;
    await rtm.sendMessage("ho", "C0GENERAL", { thread_ts: "1.0" });
    return { calls, order };
  });
  assert.deepEqual(seen, {
    calls: [["cacheRtmStart", true, true], ["message", "U00000BOT", "T0000001", "hi", null], ["message", "U00000BOT", "T0000001", "ho", "1.0"]],
    order: [1, 1, 2],
  });
});

test("a data store that throws is logged, and the event is delivered all the same", async (t) => {
  const seen = await inPage(t, async () => {
    const dataStore = { cacheRtmStart: thrower("full"), handleRtmMessage: thrower("full") };
    const rtm = await readyClient({ dataStore });
    const heard = once(rtm, "message");
    await slack("say", { text: "hi" });
    const text = (await heard)[0].text;
    return { text, lines: logged.splice(0) };
  });
  assert.deepEqual(seen, {
    text: "hi",
    lines: [["error", "The data store's cacheRtmStart() failed: Error: full"], ["error", "The data store's handleRtmMessage() failed: Error: full"]],
  });
});

test("dataStore defaults to none, and false and null mean none", async (t) => {
  const stores = await inPage(t, () => [client().dataStore, client({ dataStore: false }).dataStore, client({ dataStore: null }).dataStore]);
  assert.deepEqual(stores, asJSON([undefined, undefined, undefined]));
});

test("a data store without a method that is needed throws at construction", async (t) => {
  const errors = await inPage(t, () => [{}, { cacheRtmStart() {} }, { handleRtmMessage() {} }, "store", true].map((dataStore) => thrown(() => new RTMClient("xoxb-1", { dataStore }))));
  for (const error of errors) {
    assert.ok(error.isTypeError);
    assert.match(error.message, /"dataStore" must be false, or an object with the methods cacheRtmStart and handleRtmMessage/);
  }
});

test("50,000 users and 5,000 channels are queryable without a search", async (t) => {
  const seen = await inPage(t, async () => {
    await initialize();
    const store = new MemoryDataStore();
    const users = Array.from({ length: 50_000 }, (_, i) => ({ id: `U${i}`, name: `name${i}`, profile: { email: `${i}@example.com` } }));
    const channels = Array.from({ length: 5_000 }, (_, i) => ({ id: `C${i}`, name: `channel${i}` }));
    store.cacheRtmStart({ ok: true, self: { id: "U0" }, team: { id: "T1" }, users, channels });
    const ids = [];
    for (let i = 0; i < 50_000; i += 997) ids.push(store.getUserById(`U${i}`).id === store.getUserByEmail(`${i}@example.com`).id, store.getUserByName(`name${i}`).id === `U${i}`);
    return { all: ids.every(Boolean), last: store.getChannelByName("#channel4999").id };
  }, { fresh: true });
  assert.deepEqual(seen, { all: true, last: "C4999" });
});

const collects = { skip: kind === "firefox" && "only Chromium's protocol has the garbage collected at once" };

test("a store that the page drops is dropped by the program", collects, async (t) => {
  const page = await openPage(t);
  const cdp = await page.createCDPSession();
  const fill = () => page.evaluate(async () => {
    await initialize();
    for (let i = 0; i < 20; i++) new MemoryDataStore().setUser({ id: "U1", bio: "x".repeat(2_000_000) });
    window.rtm ??= await readyClient();
    return rtm.stats().wasmMemory;
  });
  const memory = [];
  for (let i = 0; i < 4; i++) {
    memory.push(await fill());
    await cdp.send("HeapProfiler.collectGarbage");
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve))); // a turn for the registry
  }
  assert.ok(memory[3] < 2 * memory[0], `${memory}`);
});
