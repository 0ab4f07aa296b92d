// The leader's part: one client of Go's for all tabs. It makes their calls, each
// under a ticket and an id of its own, and tells them what Go tells.

import { ErrorCode, failure } from "./errors.js";

/**
 * @typedef {import("./engine.js").Item} Item
 *
 * @typedef {object} Member a tab that takes part
 * @property {boolean} isUp whether it wants a session
 * @property {string[] | undefined} presence whose presence it follows
 * @property {AbortController} watch of the wait for its end
 *
 * @typedef {object} Standing what a tab tells the leader when it joins
 * @property {boolean} isUp
 * @property {any} fields for the call to Slack
 * @property {string | undefined} newest the newest timestamp that it knows of, if it had a session
 * @property {string[] | undefined} presence
 *
 * @typedef {object} Call of a tab
 * @property {string} tab
 * @property {number} ticket the tab's
 * @property {string} name
 * @property {any[]} args
 */

/** The events that tell of a state: whoever comes later hears them, too. */
const ofStates = new Set(["connecting", "ws_opening", "ws_opened", "connected", "ready", "open", "reconnecting", "attempting_reconnect"]);

/** Above the tickets of clients (calls.js), and one row for all leaders of a page. */
let newestTicket = 2 ** 40;

export class Leader {
  #engine;
  #client;
  #options;
  #say;
  #lockOf;
  #onidle;
  #number = 0;
  /** @type {Map<string, Member>} by the tab */
  #members = new Map();
  /** @type {Map<number, Call>} those that Go has, by our ticket */
  #calls = new Map();
  /** @type {{tab: string, ticket: number}[]} the starts that wait for Slack's answer */
  #starts = [];
  /** @type {(() => void)[]} what waits for a session to have ended */
  #late = [];
  #state = "disconnected";
  /** @type {Item[]} the way to the present state, from the beginning of the attempt */
  #way = [];
  /** @type {string | undefined} Slack's answer, of the session that stands or is being opened */
  #answer;
  #user = "";
  /** @type {any} why the session ended */
  #end;
  /** Whether Go is to tell of a gap yet. */
  #isGapKnown = false;
  /** @type {[tab: string, from: string][]} the tabs that are to be told of a gap of their own */
  #gaps = [];
  // A reply that Slack repeats to the next socket must not be taken for one to
  // another frame, so leaders do not begin to count at the same number. Go's own
  // ids begin at 2 ** 30.
  #newestId = Math.floor(Math.random() * 2 ** 14) * 2 ** 15;
  #newest = "";
  #isAsking = false;
  #isOver = false;

  /**
   * @param {import("./engine.js").AnyEngine} engine
   * @param {import("./engine.js").Client} client of the tab that leads: its functions are asked
   * @param {any} options for wasm/options.go
   * @param {object} tabs
   * @param {(name: string, to: string | undefined, ...args: any[]) => void} tabs.say
   * @param {(tab: string) => string} tabs.lockOf the lock that a tab holds as long as it is there
   * @param {() => void} tabs.idle the session has ended
   */
  constructor(engine, client, options, { say, lockOf, idle }) {
    this.#engine = engine;
    this.#client = client;
    this.#options = options;
    this.#say = say;
    this.#lockOf = lockOf;
    this.#onidle = idle;
  }

  /** Whether any tab wants the session, or it has not ended yet. */
  get isNeeded() {
    return this.#isAnyUp || this.#late.length > 0 || this.#state !== "disconnected";
  }

  figures() {
    return this.#number ? this.#engine.figures(this.#number) : undefined;
  }

  /** @param {"wake" | "hear"} name */
  tell(name) {
    if (this.#number) this.#engine.call(0, name, this.#number);
  }

  /** What a tab may say to the leader. */
  does = {
    ask: (/** @type {string} */ tab) => this.#say("here", tab),
    join: (/** @type {string} */ tab, /** @type {Standing} */ standing) => this.#join(tab, standing),
    leave: (/** @type {string} */ tab) => this.#leave(tab),
    call: (/** @type {string} */ tab, /** @type {number} */ ticket, /** @type {string} */ name, /** @type {any[]} */ args) => this.#call({ tab, ticket, name, args }),
  };

  /**
   * @param {string} tab
   * @param {Standing} standing
   */
  #join(tab, standing) {
    if (standing.isUp && this.#state === "disconnecting") {
      this.#late.push(() => this.#join(tab, standing));
      return;
    }
    const member = this.#members.get(tab) ?? this.#admit(tab);
    member.isUp = standing.isUp;
    this.#say("welcome", tab, this.#newest, standing.isUp ? this.#way : []);
    if (!standing.isUp) return;
    const before = this.#presence();
    member.presence = standing.presence;
    const { newest } = standing;
    if (this.#state === "disconnected") this.#begin(standing);
    else if (newest !== undefined && !this.#isGapKnown) this.#missed(tab, newest);
    if (this.#presence() !== before) this.#follow();
  }

  /**
   * Takes a tab in, until it is gone, whatever becomes of it.
   * @param {string} tab
   */
  #admit(tab) {
    const watch = new AbortController();
    /** @type {Member} */
    const member = { isUp: false, presence: undefined, watch };
    this.#members.set(tab, member);
    navigator.locks.request(this.#lockOf(tab), { signal: watch.signal }, () => this.#leave(tab)).catch(() => {});
    return member;
  }

  /** @param {Standing} standing of the tab that wants a session first */
  #begin({ fields, newest, presence }) {
    if (!this.#number) {
      // Not all of the tab's client: its state and its calls are not these.
      const { answer, sockets } = this.#client;
      this.#number = this.#engine.register({
        deliver: (item) => this.#deliver(item),
        answer,
        sockets: {
          ...sockets,
          wrote: (frame) => this.#deliver(["json", "outgoing_message", frame]),
          failed: (error) => this.#deliver(["event", "ws_error", error]),
        },
      });
      this.#engine.call(0, "open", this.#number, this.#options);
    }
    this.#isGapKnown = newest !== undefined;
    this.#state = "authenticating"; // Go may be in a worker, and say so later
    this.#way = [];
    const earlier = newest === undefined ? [] : [newest, presence && JSON.stringify({ ids: presence })];
    this.#engine.call(0, "start", this.#number, "", fields, "", ...earlier);
    if (newest === undefined && presence) this.#follow();
  }

  /** @param {string} tab */
  #leave(tab) {
    const member = this.#members.get(tab);
    if (!member) return;
    member.watch.abort();
    this.#retire(tab, member);
    this.#members.delete(tab);
    if (this.#isAnyUp) this.#follow(member);
    else this.#finish(0);
  }

  /**
   * Ends the session.
   * @param {number} ticket
   */
  #finish(ticket) {
    if (!this.#number) return;
    if (this.#state !== "disconnected") this.#state = "disconnecting";
    this.#engine.call(ticket, "stop", this.#number);
  }

  get #isAnyUp() {
    return [...this.#members.values()].some(({ isUp }) => isUp);
  }

  /**
   * A tab wants no session any more: its calls end.
   * @param {string} tab
   * @param {Member} member
   */
  #retire(tab, member) {
    member.isUp = false;
    for (const { ticket } of this.#starts.filter((start) => start.tab === tab)) this.#settle(tab, ticket, undefined, stopped());
    this.#starts = this.#starts.filter((start) => start.tab !== tab);
    for (const [ticket, call] of this.#calls) {
      if (call.tab === tab && call.name === "send") this.#engine.call(0, "withdraw", this.#number, ticket);
    }
  }

  // Calls

  /** @param {Call} call */
  #call(call) {
    const { tab, ticket, name, args } = call;
    const member = this.#members.get(tab);
    if (!member) return;
    switch (name) {
      case "start":
        return this.#start(tab, ticket);
      case "reconnect":
        this.#engine.call(0, "reconnect", this.#number, ...args);
        if (args[0] || this.#state === "ready") this.#answer = undefined;
        return this.#start(tab, ticket);
      case "send":
        return this.#send(call, member);
      case "stop":
        return this.#stop(call, member);
      case "withdraw":
        return this.#withdraw(tab, args[0], member);
    }
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   */
  #start(tab, ticket) {
    if (this.#state === "disconnecting") this.#late.push(() => this.#start(tab, ticket));
    else if (this.#answer) this.#settle(tab, ticket, this.#answer);
    else if (this.#state === "disconnected") this.#settle(tab, ticket, undefined, this.#end ?? stopped());
    else this.#starts.push({ tab, ticket });
  }

  /**
   * @param {Call} call
   * @param {Member} member
   */
  #send(call, member) {
    const { tab, ticket, args: [, type, text, ...how] } = call;
    const id = ++this.#newestId;
    // A frame that is in a worker may be written without the page's knowing.
    this.#say("taken", tab, ticket, id, this.#engine.get === undefined);
    let body = text;
    const ids = type === "presence_sub" && text && JSON.parse(text).ids;
    if (Array.isArray(ids)) {
      member.presence = ids;
      body = this.#presence();
    }
    this.#engine.call(this.#ticketOf(call), "send", this.#number, id, type, body, ...how);
  }

  /**
   * @param {Call} call
   * @param {Member} member
   */
  #stop(call, member) {
    const { tab, ticket } = call;
    member.isUp = false;
    if (!this.#isAnyUp && this.#number) return this.#finish(this.#ticketOf(call));
    this.#retire(tab, member);
    if (this.#isAnyUp) this.#follow(member);
    for (const name of ["disconnecting", "disconnected"]) this.#say("items", tab, [["state", name], ["event", name]]);
    this.#settle(tab, ticket);
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   * @param {Member} member
   */
  #withdraw(tab, ticket, member) {
    const isIt = (/** @type {{tab: string, ticket: number}} */ call) => call.tab === tab && call.ticket === ticket;
    if (this.#starts.some(isIt)) {
      this.#starts = this.#starts.filter((start) => !isIt(start));
      this.#settle(tab, ticket, undefined, failure(ErrorCode.AbortError, "start was given up"));
      if (!this.#starts.some((start) => start.tab === tab)) this.#stop({ tab, ticket: 0, name: "stop", args: [] }, member);
      return;
    }
    for (const [own, call] of this.#calls) if (isIt(call)) this.#engine.call(0, "withdraw", this.#number, own);
  }

  /** @param {Call} call */
  #ticketOf(call) {
    this.#calls.set(++newestTicket, call);
    return newestTicket;
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   * @param {any} [value]
   * @param {any} [error]
   */
  #settle(tab, ticket, value, error) {
    if (ticket) this.#say("items", tab, [["settle", ticket, value, error]]);
  }

  // Presence

  /** The body of the frame that asks for what all tabs follow. */
  #presence() {
    const all = [...this.#members.values()].flatMap(({ isUp, presence }) => (isUp && presence) || []);
    return JSON.stringify({ ids: [...new Set(all)] });
  }

  /**
   * Asks for it, unless a tab that is gone followed nobody.
   * @param {Member} [gone]
   */
  #follow(gone) {
    if (gone && !gone.presence) return;
    if (gone) gone.presence = undefined;
    this.#engine.call(0, "send", this.#number, ++this.#newestId, "presence_sub", this.#presence(), false, false);
  }

  // What Go tells

  /** @param {Item} item */
  #deliver(item) {
    const [kind, name, ...args] = item;
    if (kind === "settle") return this.#settled(name, args[0], args[1]);
    if (this.#isOver || kind === "died") return; // the tab's own client hears of a death, too
    switch (kind) {
      case "state":
        this.#state = name;
        this.#user = args[1] || this.#user;
        if (name === "authenticating") this.#way = [];
        if (/^(authenticating|reconnecting|disconnect)/.test(name)) this.#answer = undefined;
        if (name === "disconnected") this.#end = args[0];
        break;
      case "json":
        if (name === "authenticated") this.#answer = args[0];
        break;
      case "gap":
        this.#isGapKnown = false;
        break;
      case "frames":
        this.#noteNewest();
        break;
    }
    const isOfState = kind === "state" || (kind === "event" && ofStates.has(name)) || (kind === "json" && name === "authenticated");
    if (isOfState) this.#way.push(item);
    this.#say("items", undefined, [item]);
    if (!isOfState && name !== "disconnected") return;
    switch (name) {
      case "authenticated":
        if (kind === "json") for (const { tab, ticket } of this.#starts.splice(0)) this.#settle(tab, ticket, this.#answer);
        break;
      case "ready":
        if (kind === "event") for (const gap of this.#gaps.splice(0)) this.#missed(...gap);
        break;
      case "disconnected":
        if (kind === "event") this.#over();
        break;
    }
  }

  #over() {
    this.#way = [];
    for (const member of this.#members.values()) member.isUp = false;
    for (const { tab, ticket } of this.#starts.splice(0)) this.#settle(tab, ticket, undefined, this.#end ?? stopped());
    // Go is on the stack.
    queueMicrotask(() => {
      for (const fn of this.#late.splice(0)) fn();
      this.#onidle();
    });
  }

  /**
   * @param {number} own
   * @param {any} value
   * @param {any} error
   */
  #settled(own, value, error) {
    const call = this.#calls.get(own);
    this.#calls.delete(own);
    if (this.#isOver) {
      if (call?.name === "end") queueMicrotask(() => this.#engine.forget(this.#number));
      return;
    }
    if (!call) return;
    this.#settle(call.tab, call.ticket, value, error);
    if (call.name === "send" && call.args[1] === "message" && typeof value === "string") this.#repeat(call, JSON.parse(value));
  }

  /**
   * Slack does not repeat to a socket what it said: the other tabs hear it here.
   * @param {Call} call
   * @param {any} reply
   */
  #repeat({ tab, args }, { ts, text }) {
    const message = JSON.stringify({ ...JSON.parse(args[2]), type: "message", user: this.#user, text, ts });
    for (const [other, { isUp }] of this.#members) if (isUp && other !== tab) this.#say("items", other, [["backfilled", message]]);
  }

  /** Tells the tabs, soon, before what nothing is missing: another leader begins there. */
  #noteNewest() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => {
      this.#isAsking = false;
      if (this.#isOver || this.#engine.death) return;
      const { newest } = /** @type {any} */ (this.figures() ?? {});
      if (newest && newest !== this.#newest) this.#say("newest", undefined, (this.#newest = newest));
    });
  }

  /**
   * Tells a tab that was away what it may have missed, once the session stands.
   * @param {string} tab
   * @param {string} from
   */
  #missed(tab, from) {
    if (this.#state !== "ready") {
      this.#gaps.push([tab, from]);
      return;
    }
    const to = (Date.now() / 1000).toFixed(6);
    const cause = failure(ErrorCode.RTMWebsocketError, "this tab did not hear the session meanwhile");
    this.#say("items", tab, [["gap", from, this.#newest > to ? this.#newest : to, cause, false]]);
  }

  // The end

  /**
   * Closes the socket before it returns, and tells the tabs nothing more.
   * @param {boolean} [isPutAway] whether the page is, and its worker
   */
  end(isPutAway = false) {
    for (const { watch } of this.#members.values()) watch.abort();
    const isRunning = this.#number && !this.#engine.death;
    // Calls of this task enter Go first, and what it writes then the tabs must know.
    if (isRunning) this.#engine.call(0, "sleep", this.#number);
    this.#isOver = true;
    this.#calls.clear();
    if (!isRunning) return;
    this.#engine.call(this.#ticketOf({ tab: "", ticket: 0, name: "end", args: [] }), "stop", this.#number);
    if (isPutAway) this.#engine.forget(this.#number);
  }
}

function stopped() {
  return failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
}
