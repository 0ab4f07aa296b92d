// A client under test: what its caller does with it, and what becomes of that. Schedules
// reach the client by a member's methods alone, so that it may be in another place.

import { asAnswer } from "./answers.js";
import { signal } from "./environment.js";

/** The client's own events, and some of Slack's. */
const events = [
  "connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected",
  "unable_to_rtm_start", "error", "state", "gap", "latency", "slack_event", "raw_message", "outgoing_message",
  "ws_opening", "ws_opened", "open", "ws_close", "ws_error", "attempting_reconnect", "disconnect", "rate_limited",
  "message", "slack:message", "hello", "pong", "goodbye", "slack:error", "presence_change",
];

/** The kinds of calls that want a session. */
const wantsSession = new Set(["start", "login", "connect", "reconnect"]);

export class Member {
  /** @type {Set<object>} calls whose promise has not settled */
  open = new Set();
  /** @type {AbortController[]} of calls and listeners, the oldest first */
  controllers = [];
  /** What is to be done when an event comes next, by its name. */
  plans = new Map();
  /** How often a session was wanted, and how often the end. */
  ups = 0;
  downs = 0;
  /** What the caller wants: "up", "down", or "uncertain" if a start was given up. */
  wish = "down";
  /** Whether no event may come: disconnect() has resolved. */
  isSilent = false;
  /** Whether the caller stands in for the socket just now. */
  isSocket = false;
  #calls = 0;
  /** The token that start() was given last, and that of the session; empty for the constructor's. */
  #startToken = "";
  #sessionToken = "";

  /** The tab in which the client is, with others of one session; none if it is alone, in this page. */
  tab;
  /** By whom Slack knows it. */
  workspace;

  constructor(world, name, options, { tab, workspace } = {}) {
    this.world = world;
    this.name = name;
    this.options = options;
    this.tab = tab;
    this.workspace = workspace ?? this;
    this.token = "xoxb-a-secret-token";
    this.hasToken = options.asks !== "getConnection";
    const { RTMClient } = tab?.module ?? world;
    this.rtm = new RTMClient(...this.#arguments(options));
    for (const event of events) this.rtm.on(event, (...args) => this.#hears(event, args));
  }

  toString() {
    return this.name;
  }

  #arguments({ asks, socket, hasStore, hasBackfill, ...options }) {
    const { world } = this;
    const { slack } = world;
    const all = { logger: (level, text) => world.rules.logged(this, level, text), slackApiUrl: `https://slack.test/${this.workspace.name}/`, ...options };
    const answer = (method, token, signal) => slack.answer(this, method, token, signal);
    if (asks === "getConnection") all.getConnection = ({ signal }) => answer("rtm.connect", "", signal).then(asAnswer.ofGetConnection);
    if (asks === "webClient") all.webClient = { apiCall: (method, args) => answer(method, args.token ?? "").then(asAnswer.ofWebClient) };
    if (socket !== "page") all.socketFn = (url) => slack.connect(url, socket === "emitter");
    if (hasStore) all.dataStore = { cacheRtmStart: () => {}, handleRtmMessage: () => {} };
    if (hasBackfill) all.backfill = (gap) => world.backfill(this, gap);
    const tokens = { function: () => this.token, none: undefined };
    return [asks === "function" ? tokens.function : /^(getConnection|webClient)$/.test(asks) ? tokens.none : this.token, all];
  }

  /** Tells the client what happens to its page. */
  signal(type, event) {
    if (this.tab) this.tab.signal(type, event);
    else signal(type, event);
  }

  /** Whether something can happen to it now. */
  get isThere() {
    return !this.tab || (this.tab.isAlive && !this.tab.isFrozen);
  }

  /**
   * Makes a call and follows it to its end.
   * @param {string} kind
   * @param {(rtm: any, follow: (error: any, value?: any) => void) => any} make makes it; with a callback it uses `follow` and returns nothing
   * @param {object} [about] what is known of it: `text` of a message, whether it is `ordered`, its `controller`, whether it is `forgotten`
   */
  call(kind, make, about = {}) {
    const { rules } = this.world;
    const call = { kind, member: this, number: ++this.#calls, wantsSession: wantsSession.has(kind), downs: this.downs, ...about, toString: () => `${this} ${kind} ${call.number}` };
    this.world.note(() => `  ${call} begins${about.text ? ` (${about.text})` : ""}`);
    if (call.wantsSession) this.#wantsSession(call);
    if (kind === "disconnect") this.#wantsEnd();
    call.ups = this.ups;
    const follow = (error, value) => this.#settles(call, error, value);
    this.open.add(call);
    rules.begins(call);
    let promise;
    try {
      promise = make(this.rtm, (error, value) => follow(error === null ? undefined : error, value));
    } catch (error) {
      rules.breaks(`${call} threw ${error.stack}`);
      return;
    }
    if (about.isForgotten) this.open.delete(call);
    else promise?.then((value) => follow(undefined, value), (error) => follow(error ?? new Error("nothing")));
    return promise;
  }

  /** The same with a signal, which may be aborted later. */
  callWithSignal(kind, make, about) {
    const controller = this.controller();
    return this.call(kind, (rtm, follow) => make(rtm, controller.signal, follow), { ...about, controller });
  }

  /** A controller whose signal knows its listeners. */
  controller() {
    const controller = new AbortController();
    const { signal } = controller;
    const add = signal.addEventListener, remove = signal.removeEventListener;
    const listeners = (controller.listeners = new Set());
    signal.addEventListener = (type, fn, options) => {
      listeners.add(fn);
      add.call(signal, type, fn, options);
    };
    signal.removeEventListener = (type, fn) => {
      listeners.delete(fn);
      remove.call(signal, type, fn);
    };
    this.controllers.push(controller);
    return controller;
  }

  abort(controller) {
    controller.abort();
    controller.isAborted = true;
    controller.round = this.world.rounds;
    controller.listeners.clear(); // what had `once` is gone, and the others do not matter any more
    if ([...this.open].some((call) => call.controller === controller && call.wantsSession)) this.wish = this.wish === "up" ? "uncertain" : this.wish;
  }

  #wantsSession({ kind, token = "" }) {
    // Another token is another customer's, if the start begins a session. v3's reconnect() is the last start again.
    if (kind === "start" || kind === "login") this.#startToken = token;
    const meant = kind === "reconnect" ? this.#startToken : token;
    const { state } = this.rtm;
    const begins = state === "disconnecting" || (state === "disconnected" && ![...this.open].some((call) => call.wantsSession));
    if (begins && meant !== this.#sessionToken) this.world.rules.anotherToken(this);
    if (begins) this.#sessionToken = meant;
    this.ups++;
    this.isSilent = false;
    this.wish = "up";
  }

  #wantsEnd() {
    this.downs++;
    this.wish = "down";
  }

  #settles(call, error, value) {
    this.world.note(() => `  ${call} ${error ? `rejects: ${error.code} ${error.message}${error.delivered ? ` (delivered: ${error.delivered})` : ""}` : `resolves with ${brief(value)}`}`);
    this.world.rules.settles(call, error, value);
    this.open.delete(call);
    if (call.kind === "disconnect" && !error && call.ups === this.ups) this.isSilent = true;
  }

  #hears(event, args) {
    const { world } = this;
    world.note(() => `  ${this} hears ${event} ${args.map(brief).join(" ")}`);
    world.rules.heard(this, event, args);
    if (world.weather.slowness > 0) world.clock.mono += world.weather.slowness;
    const planned = this.plans.get(event);
    this.plans.delete(event);
    planned?.();
  }
}

/** A value in a few words. */
function brief(value) {
  if (value instanceof Error) return `${value.code ?? value.name}: ${value.message}`;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text?.length > 160 ? `${text.slice(0, 160)}...` : text;
}
