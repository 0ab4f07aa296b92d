// What may happen in a schedule, by name: first what the caller does, then Slack, then the
// network, the page and the computer. The number makes each several things. A name has a
// weight: how often it is drawn.

import { fuse } from "./environment.js";
import { slowDown } from "./slack.js";

const text = (prefix, world) => `${prefix} ${++world.messages}`;

const isReply = (value, holds) => holds(value?.ok === true, "has no reply");

const isOf = (text) => (value, holds) => holds(value?.ok === true && value.text === text && typeof value.ts === "string", "has another's reply");

/** A token in place of the constructor's. */
const another = "xoxb-another-a-secret";

const isSession = (value, holds) => holds(/^wss:/.test(value?.url), "has no session");

/** A message that goes out in its turn, sent in one of the ways to do it. */
function say(world, member, n) {
  const about = { text: text("send", world), isOrdered: true, sends: true };
  about.check = isOf(about.text);
  const message = { text: about.text, channel: "C1" };
  const ways = [
    () => member.call("sendMessage", (rtm) => rtm.sendMessage(about.text, "C1"), about),
    () => member.call("sendMessage", (rtm) => rtm.sendMessage(about.text, "C1", { thread_ts: "1.000000" }), about),
    () => member.call("sendMessage", (rtm, follow) => rtm.sendMessage(about.text, "C1", follow), about),
    () => member.callWithSignal("sendMessage", (rtm, signal) => rtm.sendMessage(about.text, "C1", { signal }), about),
    () => member.call("addOutgoingEvent", (rtm) => rtm.addOutgoingEvent(true, "message", message), about),
    () => member.callWithSignal("addOutgoingEvent", (rtm, signal) => rtm.addOutgoingEvent(true, "message", message, { signal }), about),
    () => member.call("v3's send", (rtm) => rtm.send({ type: "message", ...message }), about),
    () => member.call("v3's send", (rtm, follow) => rtm.send({ type: "message", ...message }, follow), about),
  ];
  ways[n]();
}

const frames = [
  "", "[]", '{"type":5}', { reply_to: 987654, ok: true }, { type: "hello" }, { type: "reconnect_url", url: "wss://slack.test/none" },
  { ok: true, reply_to: { toString: 0 } }, { type: "pong", reply_to: -1 },
];

const signals = [
  (member) => member.signal("online"),
  (member) => member.signal("offline"),
  (member) => member.signal("resume"),
  (member) => member.signal("freeze"),
  (member) => member.signal("pageshow", { persisted: false }),
  (member) => {
    member.world.isHidden = true;
    member.signal("visibilitychange");
  },
  (member) => {
    member.world.isHidden = false;
    member.signal("visibilitychange");
  },
  (member) => member.signal("visibilitychange"),
];

const nonsense = [
  (rtm) => rtm.sendMessage("", "C1"),
  (rtm) => rtm.sendMessage("text", 5),
  (rtm) => rtm.addOutgoingEvent(true, "message", { big: 1n }),
  (rtm) => rtm.addOutgoingEvent("yes", "message", {}),
  (rtm) => rtm.send("message", []),
  (rtm) => rtm.subscribePresence("U1"),
  (rtm) => rtm.call("no method!"),
  (rtm) => rtm.start({ signal: "none" }),
];

/** @type {Record<string, [weight: number, does: (world: any, member: any, n: number) => void]>} */
export const actions = {
  start: [8, (world, member, n) => {
    if (n === 5 && !member.tab) return void member.call("start", (rtm) => rtm.start({ token: another }), { token: another, check: isSession });
    if (n === 6) return void member.call("login", (rtm) => rtm.login(), { check: isSession });
    if (n === 7) return void member.callWithSignal("start", (rtm, signal) => rtm.start({ signal }), { check: isSession });
    member.call("start", (rtm) => rtm.start(), { isForgotten: n === 4, check: isSession });
  }],
  connect: [2, (world, member, n) => {
    const url = n < 5 ? world.slack.urlFor(member.workspace) : "wss://slack.test/nowhere";
    if (n === 7) return void member.call("bad connect", (rtm) => rtm.connect(""), { refusal: "InvalidArgumentError" });
    member.call("connect", (rtm) => rtm.connect(url), { check: isSession });
  }],
  reconnect: [2, (world, member, n) => void member.call("reconnect", (rtm) => rtm.reconnect(n % 2 === 1), { check: isSession })],
  disconnect: [4, (world, member, n) => {
    const ways = [(rtm) => rtm.disconnect(), (rtm) => rtm.disconnect("why", 5), (rtm) => rtm[Symbol.asyncDispose]?.() ?? rtm.disconnect()];
    for (let i = 0; i <= n / 6; i++) member.call("disconnect", ways[n % 3]);
  }],

  "send a message": [8, say],
  "send many": [2, (world, member, n) => {
    for (let i = 0; i < n; i++) say(world, member, 0);
  }],
  "send and go on": [3, (world, member, n) => {
    const about = { text: text("unordered", world), sends: true };
    const message = { text: about.text, channel: "C1" };
    if (n < 3) member.call("addOutgoingEvent", (rtm) => rtm.addOutgoingEvent(false, "message", message), about);
    else if (n < 6) member.call("send", (rtm) => rtm.send("message", message), { ...about, check: (id, holds) => holds(id > 0, "has no id") });
    else member.callWithSignal("send", (rtm, signal) => rtm.send("message", message, { signal }), about);
  }],
  "send nonsense": [1, (world, member, n) => void member.call("nonsense", nonsense[n], { refusal: "InvalidArgumentError" })],
  "send too much": [1, (world, member) => void member.call("sendMessage", (rtm) => rtm.sendMessage("x".repeat(17_000), "C1"), { sends: true })],
  type: [1, (world, member, n) => void member.call("sendTyping", (rtm) => rtm.sendTyping("C1"), { isForgotten: n < 2, sends: true })],
  subscribe: [2, (world, member, n) => {
    const ids = n === 7 ? [] : [`U${n}`];
    member.call("subscribePresence", (rtm) => rtm.subscribePresence(ids), { ids, sends: true });
  }],
  ping: [1, (world, member, n) => {
    const check = (ms, holds) => holds(ms >= 0, "took less than nothing");
    if (n < 6) member.call("ping", (rtm) => rtm.ping(), { sends: true, check });
    else member.callWithSignal("ping", (rtm, signal) => rtm.ping({ signal }), { sends: true, check });
  }],
  call: [2, (world, member, n) => {
    const args = member.hasToken ? {} : { token: "xoxb-a-secret" };
    if (n < 3) member.call("call", (rtm) => rtm.call("auth.test", args), { check: isReply });
    else if (n < 6) member.callWithSignal("call", (rtm, signal) => rtm.call("auth.test", args, { signal }), { check: isReply });
    else member.call("updateMessage", (rtm, follow) => rtm.updateMessage({ ts: "1.000000", channel: "C1", text: "new" }, follow));
  }],
  "wait for one": [3, (world, member, n) => {
    const event = ["message", "ready", "disconnected", "message"][n % 4];
    const options = [{}, { timeout: 700 }, { filter: ({ text }) => text.endsWith("7") }, { timeout: 5000 }][n >> 1];
    const filtered = event === "message" ? options : {};
    if (n < 5) member.call("waitFor", (rtm) => rtm.waitFor(event, filtered));
    else member.callWithSignal("waitFor", (rtm, signal) => rtm.waitFor(event, { ...filtered, signal }));
  }],
  "loop over events": [2, (world, member, n) => {
    const { heard } = world.rules.of(member);
    const from = heard.length;
    const taken = [];
    const loop = async (rtm, signal) => {
      try {
        for await (const { user, text } of rtm.events("message", { signal, ...(n > 4 && { limit: n - 4 }) })) {
          if (user === "anna") taken.push(text);
          if (n < 2 && taken.length > n) break;
        }
      } finally {
        const missed = taken.findIndex((text, i) => text !== heard[from + i]);
        world.rules.holds(missed < 0, () => `${member}: a loop has got ${taken}, and the listeners ${heard.slice(from)}`);
      }
    };
    if (n % 2 === 0) member.call("events", (rtm) => loop(rtm));
    else member.callWithSignal("events", loop);
  }],
  listen: [2, (world, member, n) => {
    const controller = member.controller();
    const event = ["message", "state", "slack_event", "ready"][n % 4];
    const listener = () => {
      world.rules.holds(!controller.isAborted || controller.round === world.rounds, `${member}: a listener is called after its signal has aborted`);
      if (n > 5) throw new Error("of the schedule");
    };
    member.rtm[n % 3 === 0 ? "once" : "on"](event, listener, { signal: controller.signal });
  }],
  abort: [8, (world, member, n) => {
    const controller = member.controllers.at(-1 - (n % 3));
    if (controller && !controller.isAborted) member.abort(controller);
  }],
  look: [1, (world, member) => {
    const { rtm } = member;
    const { calls, undelivered, state } = rtm.stats();
    world.rules.holds(calls >= 0 && undelivered >= 0 && state === rtm.state, `${member}: stats() says ${calls} calls, ${undelivered} undelivered, ${state}`);
    world.rules.holds(rtm.connected === /^(connected|ready)$/.test(state), `${member}: connected is ${rtm.connected} while ${state}`);
    world.rules.holds(!rtm.connected || rtm.authenticated, `${member} is connected and not authenticated`);
    void [rtm.ws, rtm.activeUserId, rtm.activeTeamId, rtm.nextMessageId()];
  }],
  "stand in for the socket": [1, (world, member, n) => {
    const { rtm, isSocket } = member; // it may be so already, when a listener does this
    member.isSocket = true;
    if (n < 2) rtm.handleWsMessage('{"type":"made_up"}');
    else if (n < 4) rtm.handleWsClose(1006, "made up");
    else if (n < 6) rtm._maybeKeepAlive();
    else rtm._handlePong({ reply_to: -1 });
    member.isSocket = isSocket;
  }],

  "Anna says something": [8, (world, member, n) => {
    for (let i = 0; i <= n; i++) world.slack.say();
  }],
  "Slack brings nonsense": [2, (world, member, n) => toAll(world, (socket) => {
    if (n === 4) socket.greeted = true;
    world.slack.bring(socket, frames[n]);
  })],
  "Slack brings bytes": [1, (world) => toAll(world, (socket) => socket.bring(new ArrayBuffer(3)))],
  "Slack brings another event": [2, (world, member, n) => {
    const types = ["presence_change", "error", "ready", "__proto__", "toString", "disconnected", "state", "message"];
    toAll(world, (socket) => socket.greeted && world.slack.bring(socket, { type: types[n], subtype: "made_up", text: "of Slack" }));
  }],
  "Slack repeats a message": [1, (world) => toAll(world, (socket) => socket.greeted && world.slack.bring(socket, { type: "message", reply_to: 987654, text: "of old", ts: "1.000000" }))],
  "Slack says goodbye": [3, (world) => toAll(world, (socket) => world.slack.bring(socket, { type: "goodbye" }))],
  "Slack migrates": [1, (world) => toAll(world, (socket) => world.slack.bring(socket, { type: "team_migration_started" }))],
  "a socket closes": [4, (world, member, n) => toAll(world, (socket) => socket.end([1000, 1001, 1006, 1006, 1008, 1011, 4000, 4999][n], ["", "a reason", "é".repeat(60)][n % 3]))],
  "what waits comes": [3, (world) => world.slack.release()],
  "calls fail": [3, (world, member, n) => Object.assign(world.slack.weather, { fault: n, failingCalls: 1 + (n % 3) })],
  "calls wait": [1, ({ slack }) => void (slack.weather.stallsCalls = true)],
  "openings fail": [1, ({ slack }, member, n) => void (slack.weather.failingOpens = n)],
  "openings wait": [1, ({ slack }) => void (slack.weather.stallsOpens = true)],
  "hello waits": [1, ({ slack }) => void (slack.weather.keepsHello = true)],
  "replies wait": [2, ({ slack }) => void (slack.weather.holdsAcks = true)],
  "replies are late": [1, ({ slack }, member, n) => void (slack.weather.ackDelay = n * 1000)],
  "messages are refused": [2, ({ slack }, member, n) => Object.assign(slack.weather, { nacks: 1 + (n >> 1), nackCode: [slowDown, 4][n % 2] })],
  "pongs are lost": [1, ({ slack }, member, n) => void (slack.weather.losesPongs = n % 2 === 0)],
  "backfills change": [1, ({ slack }, member, n) => void (slack.weather.fill = n % 4)],

  "the link is half-open": [3, (world) => toAll(world, (socket) => (socket.dead = true))],
  "writes fail": [1, ({ slack }, member, n) => void (slack.weather.failingWrites = n)],
  "sockets do not close": [1, ({ slack }, member, n) => void (slack.weather.isStubborn = n % 2 === 0)],

  "the page is put away": [2, (world, member) => member.signal("pagehide", { persisted: true })],
  "the page is back": [2, (world, member) => member.signal("pageshow", { persisted: true })],
  "the page hears something": [2, (world, member, n) => signals[n](member)],
  "listeners are slow": [1, (world, member, n) => void (world.weather.slowness = n)],
  "the computer sleeps": [2, (world, member, n) => world.sleep(n * n * 3000, n % 2 === 0)],
  "the clock is set": [1, (world, member, n) => world.setClock((n - 4) * 700)],
  "the program cannot be loaded": [0.3, (world, member, n) => void (world.weather.load = ["fails", "waits"][n % 2])],
  "the program ends": [0.3, (world, member, n) => void Object.assign(fuse, { kind: ["throws", "panics"][n % 2], left: n >> 1 })],
};

/** What may happen to tabs that share a session, and not to a client alone. */
const ofTabs = {
  "the tab crashes": [1, (world, member) => world.crash(member)],
  "the tab is frozen": [3, (world, member) => member.tab.freeze()],
  "the tab is thawed": [3, (world) => world.thaw()],
  "the worker is ended": [2, (world) => world.endWorkers()],
};
/** What cannot happen to them, or means something else. */
const notOfTabs = ["connect", "stand in for the socket", "the program ends", "writes fail", "backfills change"];

/** The names of what may happen in a schedule of tabs, and of a client alone. */
export const namesOf = { client: Object.keys(actions), tabs: [...Object.keys(actions).filter((name) => !notOfTabs.includes(name)), ...Object.keys(ofTabs)] };
Object.assign(actions, ofTabs);

/** Does something with each open socket, the oldest first. */
function toAll(world, does) {
  for (const socket of world.slack.open()) does(socket);
}
