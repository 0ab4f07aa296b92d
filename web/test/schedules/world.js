// The world of a schedule: the members, Slack, the page, and the time that passes.

import { actions } from "./actions.js";
import { answerTo } from "./answers.js";
import { clock, engines, fuse, pageListeners, reported, setWorld, unhandled } from "./environment.js";
import { Member } from "./member.js";
import { Rules } from "./rules.js";
import { Slack } from "./slack.js";
import { browser } from "./tabs/browser.js";

/** How long, in ms, a dead link may go unnoticed: a ping's interval, the patience with it, and as much for a probe. */
const unnoticed = 15_000;

/**
 * How long, in ms, a client may take until it is ready and what was sent is settled, once all
 * is well: what Slack asked to wait, a pause, and a message a second.
 */
const recovery = 300_000;

/** How long a disconnect() may take. */
const leaving = 1000;

/** How long a worker that nobody wants is kept: see host.js. */
const grace = 1000;

/** How long Slack's wish to wait is kept, also when nobody wants a session. */
const longestWait = 41_000;

export class World {
  clock = clock;
  rules = new Rules(this);
  slack = new Slack(this);
  /** What goes wrong in the page. */
  weather = { slowness: 0, load: "" };
  isHidden = false;
  /** How many steps were taken. */
  rounds = 0;
  messages = 0;
  story = [];
  #isTold;
  #asleep = 0;
  #loads = [];

  /** Members whose tabs have crashed. */
  #gone = [];

  constructor(rtmwasm, schedule, isTold, tabs) {
    this.RTMClient = rtmwasm.RTMClient;
    this.ErrorCode = rtmwasm.ErrorCode;
    this.schedule = schedule;
    this.#isTold = isTold;
    this.began = clock.mono;
    clock.offset = this.epoch = Date.UTC(2026, 0, 1) - clock.mono;
    setWorld(this);
    this.members = [];
    const shared = tabs.length > 0 && { name: "all" };
    for (const [i, options] of schedule.members.entries()) this.members.push(new Member(this, `m${i}`, options, shared && { tab: tabs[i], workspace: shared }));
    this.workspaces = [...new Set(this.members.map(({ workspace }) => workspace))];
  }

  /** The members, and those that were there. */
  get everyone() {
    return [...this.members, ...this.#gone];
  }

  /** The time by Slack's clock, in ms since 1970, which nobody sets. */
  get real() {
    return clock.mono + this.epoch + this.#asleep;
  }

  /** Adds a line to the story, if it is to be told. */
  note(line) {
    if (this.#isTold) this.story.push(`${((clock.mono - this.began) / 1000).toFixed(3)} ${line()}`);
  }

  after(ms, fn) {
    return clock.after(ms, fn);
  }

  /** The computer sleeps: timers fire late. What performance.now() says may go on or stand still. */
  sleep(ms, goesOn) {
    this.#asleep += goesOn ? 0 : ms;
    if (goesOn) clock.mono += ms;
    else clock.offset += ms;
  }

  /** Somebody sets the clock, though not before Slack's: how far that is ahead, a client knows by its events alone. */
  setClock(ms) {
    clock.offset = Math.max(clock.offset + ms, this.real - clock.mono);
  }

  fetch(url, request) {
    const workspace = this.workspaces.find(({ name }) => url.includes(`/${name}/`));
    return answerTo(url, request, this.slack, workspace);
  }

  /** Holds the program back, if that is the weather. */
  async programIsWanted(signal) {
    const { load } = this.weather;
    this.weather.load = "";
    if (load === "fails") throw new TypeError("Failed to fetch");
    if (load !== "waits") return;
    await new Promise((go, reject) => {
      this.#loads.push(go);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  }

  async backfill(member, gap) {
    const { fill } = this.slack.weather;
    await new Promise((go) => this.after([10, 3000, 1, 100_000][fill], go));
    if (fill === 2) throw new Error("the history cannot be read");
    return this.slack.history(member, gap);
  }

  /** A member is gone with its tab. Nobody waits for what it has asked for. */
  crash(member) {
    browser.end(member.tab);
    this.members = this.members.filter((other) => other !== member);
    this.#gone.push(member);
  }

  /** The tabs go on that were frozen. */
  thaw() {
    for (const { tab } of this.members) if (tab?.isFrozen) tab.thaw();
  }

  /** The worker of all tabs is gone, with what it knew. */
  endWorkers() {
    browser.endWorkers();
    for (const workspace of this.workspaces) this.rules.of(workspace).notBefore.clear();
  }

  /** Runs the schedule to its end, or until it breaks a rule. */
  async run() {
    try {
      await this.#drive();
    } catch (error) {
      this.rules.breaks(`an exception: ${error.stack}`);
    }
    await this.#clean();
  }

  async #drive() {
    const { schedule, rules } = this;
    if (schedule.isStarted) for (const member of this.members) actions.start[1](this, member, 0);
    for (const step of schedule.steps) {
      if (step.pause !== null) await this.#pass(step.pause);
      if (rules.broken.length > 0) return;
      this.rounds++;
      this.note(() => `* ${wordsOf(step)}`);
      const member = this.members[step.member % this.members.length];
      if (!member) break;
      const act = () => (member.isThere || step.action === "the tab is thawed") && actions[step.action][1](this, member, step.n);
      if (step.event) member.plans.set(step.event, act);
      else act();
    }
    await this.#heal();
    if (rules.broken.length === 0) await this.#finish();
  }

  /** Lets time pass. What was aborted has ended then. */
  async #pass(ms) {
    const aborted = this.members.flatMap(({ open }) => [...open].filter(({ controller }) => controller?.isAborted));
    await clock.pass(ms);
    for (const call of aborted) this.rules.holds(call.isSettled || !call.member.isThere, `${call} was aborted and is not settled`);
  }

  /** All is well from now on: the clients are to recover. */
  async #heal() {
    const { rules, slack, members } = this;
    await clock.quiet();
    this.note(() => "* all is well from now on");
    this.#clearUp();
    await clock.pass(unnoticed);
    const end = clock.mono + recovery;
    while (clock.mono < end && !members.every((member) => this.#isWell(member))) await clock.pass(1000);
    for (const member of members) {
      const { state, hasEnded } = rules.of(member);
      if (member.wish === "down") rules.holds(state === "disconnected", `${member} is ${state}, and the caller wanted to be away`);
      if (member.wish !== "up" || hasEnded) continue;
      rules.holds(state === "ready", `${member} is ${state} ${recovery / 1000} s after all is well`);
      const open = [...member.open].filter(isDueWhenReady);
      rules.holds(open.length === 0, `all is well, and these are not settled: ${open}`);
      slack.say();
      await clock.pass(member.options.hasBackfill ? 33_000 : 1);
      rules.holds(rules.of(member).heard.includes(slack.said.findLast((said) => said.member === member.workspace).text), `${member} does not hear what is said when all is well`);
      const { presence } = rules.of(member);
      const socket = slack.open(member.workspace).at(-1);
      if (presence && !member.tab) rules.holds(String(socket.presence) === String(presence), `${member} wanted the presence of ${presence}, and Slack knows of ${socket.presence}`);
      for (const id of presence ?? []) rules.holds(socket.presence?.includes(id), `${member} wanted the presence of ${presence}, and Slack knows of ${socket.presence}`);
    }
  }

  #clearUp() {
    Object.assign(fuse, { kind: undefined });
    this.weather = { slowness: 0, load: "" };
    this.isHidden = false;
    this.slack.clearUp();
    for (const go of this.#loads.splice(0)) go();
    for (const member of this.members) member.plans.clear();
    this.thaw();
    for (const member of this.members) {
      member.signal("pageshow", { persisted: true });
      member.signal("online");
    }
  }

  /** Whether a member is where its caller wants it, and owes nothing. */
  #isWell(member) {
    const { state, hasEnded } = this.rules.of(member);
    if (hasEnded || member.wish === "uncertain") return true;
    if (member.wish === "down") return state === "disconnected";
    return state === "ready" && ![...member.open].some(isDueWhenReady);
  }

  /** Leaves, and looks whether all has an end and nothing is left behind. */
  async #finish() {
    const { rules, members, slack } = this;
    this.note(() => "* the last disconnect()");
    for (const member of members) member.call("disconnect", (rtm) => rtm.disconnect());
    await clock.pass(leaving);
    for (const member of members) {
      rules.holds(member.rtm.state === "disconnected", `${member} is ${member.rtm.state} a second after disconnect()`);
      rules.holds(member.open.size === 0, `${member}: after disconnect() these are not settled: ${[...member.open]}`);
      const { calls, undelivered } = member.rtm.stats();
      rules.holds(calls === 0 && undelivered === 0, `${member} has ${calls} calls and ${undelivered} frames after disconnect()`);
    }
    await clock.pass(grace);
    rules.holds(clock.timers === 0 || members.some((member) => rules.isWaiting(member)), `${clock.timers} timers are left after disconnect()`);
    await clock.pass(longestWait);
    for (const member of members) {
      member.rtm.removeAllListeners();
      const left = member.controllers.filter(({ listeners }) => listeners.size > 0);
      rules.holds(left.length === 0, `${member} has left listeners on ${left.length} signals`);
    }
    rules.holds(clock.timers === 0, `${clock.timers} timers are left`);
    rules.holds(pageListeners() === 0, `${pageListeners()} listeners to the page are left`);
    for (const socket of slack.sockets) {
      rules.holds(socket.over, `a socket is left open: ${socket.url}`);
      rules.holds(socket.listeners <= (socket.isEmitter ? 1 : 0), `${socket.listeners} listeners are left on a socket`); // an emitter's error needs one
    }
    for (const { name, tab } of members) if (tab) rules.holds(browser.leftIn(tab).length === 0, () => `${name} has left ${browser.leftIn(tab)}`);
    const engine = engines.at(-1);
    if (engine && !engine.death) rules.holds(engine.clients.size === 0, `${engine.clients.size} clients are left in the engine`);
    for (const error of unhandled.splice(0)) rules.breaks(`a rejection was not handled: ${error?.stack ?? error}`);
    for (const error of reported.splice(0)) rules.holds(error.message === "of the schedule", () => `an exception was reported: ${error.stack}`);
    rules.account();
  }

  /** Leaves nothing to the next schedule, whatever has become of this one. */
  async #clean() {
    this.#clearUp();
    clock.forgetPlans();
    for (const { rtm } of this.members) {
      rtm.removeAllListeners();
      rtm.disconnect();
    }
    await clock.pass(this.rules.broken.length > 0 ? longestWait : 0);
    if (this.rules.broken.length > 0) browser.endAll();
    unhandled.length = reported.length = 0;
  }
}

const isDueWhenReady = ({ sends, kind }) => sends || /^(start|login|connect|reconnect|disconnect|call|updateMessage)$/.test(kind);

/** A step in words. */
export const wordsOf = ({ pause, event, member, action, n }) => `${pause === null ? "at once" : `after ${pause} ms`}${event ? `, when m${member} hears ${event}` : ""}: ${action} (m${member}, ${n})`;
