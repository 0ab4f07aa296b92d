// The leader's part: what the tabs ask of it, one client of Go's does for all of
// them (joint-client.js), and what that tells, the tabs are told.

import { queueMicrotask } from "../../engine/clock.js";
import { nextTask } from "../../engine/task.js";
import { JointClient } from "./joint-client.js";
import { Members } from "./members.js";
import { Missed } from "./missed.js";
import { Progress } from "./progress.js";
import { Starts } from "./starts.js";

/**
 * @typedef {import("../../engine/engine.js").Item} Item
 * @typedef {import("./standing.js").Report} Report
 * @typedef {import("./joint-client.js").Call} Call
 * @typedef {import("./members.js").Member} Member
 *
 * @typedef {object} Tabs
 * @property {(name: string, to: string | undefined, ...args: any[]) => void} say
 * @property {(tab: string) => string} lockOf the lock that a tab holds as long as it is there
 * @property {() => void} idle the session has ended
 */

export class Leader {
  #say;
  #onidle;
  /** @type {Item[]} what Go has told, and the tabs are yet to be told */
  #untold = [];
  /** Tells the tabs. Each message costs each of them a task, so frames go together. */
  #tellAll = () => {};
  /** Whether a task will do so. */
  #isDue = false;
  #joint;
  #progress = new Progress();
  #starts;
  #missed;
  #members;

  /**
   * @param {import("../../engine/engine.js").AnyEngine} engine
   * @param {import("../../engine/engine.js").Client} client of the tab that leads: its functions are asked
   * @param {any} options for wasm/options.go
   * @param {Tabs} tabs
   */
  constructor(engine, client, options, tabs) {
    this.#tellAll = () => {
      if (this.#untold.length > 0) tabs.say("items", undefined, this.#untold.splice(0));
    };
    /** @type {typeof tabs.say} */
    const say = (...message) => {
      this.#tellAll(); // it came before
      tabs.say(...message);
    };
    this.#say = say;
    this.#onidle = tabs.idle;
    this.#joint = new JointClient(engine, client, options, {
      told: (item) => this.#told(item),
      settled: (call, value, error) => this.#settled(call, value, error),
    });
    this.#starts = new Starts(this.#progress, (...outcome) => this.#settle(...outcome));
    this.#missed = new Missed(this.#joint, this.#progress, say);
    this.#members = new Members(this.#joint, this.#progress, this.#starts, this.#missed, { ...tabs, say });
  }

  /** Whether any tab wants the session, or it has not ended yet. */
  get isNeeded() {
    return this.#members.isAnyUp || this.#progress.isOn;
  }

  figures() {
    return this.#joint.figures();
  }

  /** @param {"wake" | "hear"} name */
  tell(name) {
    if (this.#joint.isOpen) this.#joint.call(name);
  }

  /** What a tab may say to the leader. */
  does = {
    ask: (/** @type {string} */ tab) => this.#say("here", tab),
    join: (/** @type {string} */ tab, /** @type {Report} */ report) => this.#members.join(tab, report),
    leave: (/** @type {string} */ tab) => this.#members.leave(tab),
    call: (/** @type {string} */ tab, /** @type {number} */ ticket, /** @type {string} */ name, /** @type {any[]} */ args) => this.#call({ tab, ticket, name, args }),
  };

  // Calls

  /** @param {Call} call */
  #call(call) {
    const { tab, ticket, name, args } = call;
    const member = this.#members.get(tab);
    if (!member) return;
    switch (name) {
      case "start":
        return this.#starts.add(tab, ticket);
      case "reconnect":
        this.#joint.call("reconnect", ...args);
        this.#progress.reconnect(args[0]);
        return this.#starts.add(tab, ticket);
      case "send":
        return this.#send(call, member);
      case "trace":
        return this.#joint.callFor(call);
      case "stop":
        return this.#stop(call, member);
      case "withdraw":
        return this.#withdraw(tab, args[0], member);
    }
  }

  /**
   * @param {Call} call
   * @param {Member} member
   */
  #send(call, member) {
    const { tab, ticket, args: [, type, text, ...how] } = call;
    const id = this.#joint.nextId();
    this.#say("taken", tab, ticket, id, this.#joint.isRemote);
    let body = text;
    const ids = type === "presence_sub" && text && JSON.parse(text).ids;
    if (Array.isArray(ids)) {
      member.presence = ids;
      body = this.#members.presence;
    }
    this.#joint.callFor(call, id, type, body, ...how);
  }

  /**
   * @param {Call} call
   * @param {Member} member
   */
  #stop(call, member) {
    if (this.#members.stop(call, member)) return;
    const { tab, ticket } = call;
    for (const name of ["disconnecting", "disconnected"]) this.#say("items", tab, [["state", name], ["event", name]]);
    this.#settle(tab, ticket);
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   * @param {Member} member
   */
  #withdraw(tab, ticket, member) {
    if (!this.#starts.has(tab, ticket)) return this.#joint.withdraw((call) => call.tab === tab && call.ticket === ticket);
    this.#starts.giveUp(tab, ticket);
    if (!this.#starts.isWantedBy(tab)) this.#stop({ tab, ticket: 0, name: "stop", args: [] }, member);
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

  // What Go tells

  /** @param {Item} item */
  #told(item) {
    const [kind, name] = item;
    if (kind === "gap") this.#missed.told();
    if (kind === "frame") this.#missed.noteNewest();
    this.#progress.note(item);
    this.#tell(item);
    if (kind === "json" && name === "authenticated") this.#starts.answer();
    if (kind !== "event") return;
    if (name === "ready") this.#missed.ready();
    if (name === "disconnected") this.#over();
  }

  /** @param {Item} item for all tabs */
  #tell(item) {
    this.#untold.push(item);
    if (item[0] !== "frame") queueMicrotask(this.#tellAll);
    else if (!this.#isDue) {
      this.#isDue = true;
      nextTask(() => {
        this.#isDue = false;
        this.#tellAll();
      });
    }
  }

  #over() {
    this.#progress.over();
    this.#members.over();
    this.#starts.over();
    // What Go tells next belongs to this session yet.
    queueMicrotask(() => {
      this.#progress.resume();
      this.#onidle();
    });
  }

  /**
   * Tells a tab the outcome of its call. Slack does not repeat to a socket what
   * it said: of a message, the other tabs hear here.
   * @param {Call} call
   * @param {any} value
   * @param {any} error
   */
  #settled({ tab, ticket, name, args }, value, error) {
    this.#settle(tab, ticket, value, error);
    if (name !== "send" || args[1] !== "message" || typeof value !== "string") return;
    const { ts, text } = JSON.parse(value);
    const message = JSON.stringify({ ...JSON.parse(args[2]), type: "message", user: this.#progress.user, text, ts });
    for (const [other, { isUp }] of this.#members) if (isUp && other !== tab) this.#say("items", other, [["backfilled", message, false]]);
  }

  /**
   * Closes the socket before it returns, and tells the tabs nothing more.
   * @param {boolean} isPutAway whether the page is, and its worker
   */
  end(isPutAway) {
    this.#tellAll();
    this.#members.end();
    this.#joint.end(isPutAway);
  }
}
