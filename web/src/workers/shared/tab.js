// A tab among those that share a session: whether it takes part, who leads, and
// what the tabs say to one another.

import { Channel } from "./channel.js";
import { Date } from "../../engine/clock.js";
import { Election } from "./election.js";
import { unwatch, watch } from "../../client/lifecycle.js";

/** @typedef {import("./leader.js").Leader} Leader */

export class Tab {
  #id = crypto.randomUUID();
  #name;
  #times;
  /** @type {Record<string, (from: string, ...args: any[]) => void>} */
  #does;
  #events;
  #election;
  /** @type {object | undefined} as long as this tab has the lock, each time another */
  #term;
  /** @type {Channel | undefined} while the tab takes part */
  #channel;
  // Only this class changes these two.
  /** @type {Leader | undefined} if this tab leads */
  leading;
  /** @type {string | undefined} the tab that leads */
  leader;
  /** @type {(() => void) | undefined} tells that the tab is gone */
  #letGo;
  #watcher = { sleep: () => this.#sleep(true), wake: () => this.#wake() };
  #freeze = () => this.#sleep(false);

  /**
   * @param {string} name of the channel and the lock
   * @param {{pingAfter: number, pongWithin: number}} times in ms
   * @param {Record<string, (from: string, ...args: any[]) => void>} told what a leader may say of the session
   * @param {object} events
   * @param {() => Leader} events.lead this tab leads: what it leads with
   * @param {() => void} events.follow there is a leader
   * @param {(hasFarewell: boolean) => void} events.lost there is none any more; whether it has said so
   * @param {(cause: any) => void} events.failed there are no locks, or no channel
   */
  constructor(name, times, told, events) {
    this.#name = name;
    this.#times = times;
    this.#does = { ...this.#hears, ...told };
    this.#events = events;
    this.#election = new Election(name, {
      won: () => this.#win(),
      robbed: () => this.#abdicate(),
      ask: () => this.say("ask", undefined),
    }, times);
  }

  get takesPart() {
    return this.#channel !== undefined;
  }

  /**
   * Says something to a tab, or to all, this one among them.
   * @param {string} name
   * @param {string | undefined} to
   * @param {...any} args
   */
  say(name, to, ...args) {
    if (to !== this.#id) this.#channel?.say(name, to, args);
    if (to === undefined || to === this.#id) this.#hear(name, this.#id, args);
  }

  /**
   * @param {string} name
   * @param {string} from
   * @param {any[]} args
   */
  #hear(name, from, args) {
    if (Object.hasOwn(this.#does, name)) {
      // Another may lead no more, and not know it; but who answers now has the lock.
      if (from !== this.leader && name !== "lead" && name !== "here") return;
      this.#election.heard();
      this.#does[name](from, ...args);
    } else if (this.leading && Object.hasOwn(this.leading.does, name)) /** @type {any} */ (this.leading.does)[name](from, ...args);
  }

  /** What a leader may say of itself. */
  #hears = {
    lead: (/** @type {string} */ from) => {
      if (this.leading && from !== this.#id) this.#abdicate();
      this.#follow(from);
    },
    left: () => this.#lost(true),
    here: (/** @type {string} */ from) => this.#follow(from),
  };

  /**
   * Takes a tab for the leader.
   * @param {string} leader
   */
  #follow(leader) {
    if (leader === this.leader) return;
    this.#lost(false);
    this.leader = leader;
    this.#events.follow();
  }

  /** @param {boolean} hasFarewell */
  #lost(hasFarewell) {
    this.leader = undefined;
    this.#events.lost(hasFarewell);
  }

  /** This tab has the lock, which may have overtaken the last leader's farewell. */
  async #win() {
    const term = (this.#term = {});
    if (this.leader) await this.#channel?.echo();
    if (this.#term !== term) return;
    this.leading = this.#events.lead();
    this.say("lead", undefined);
  }

  /** Leads no more, and waits to lead again. */
  #abdicate() {
    this.#resign(false);
    this.#election.stop();
    this.#election.run();
  }

  /** @param {boolean} isPutAway */
  #resign(isPutAway) {
    const leading = this.leading;
    this.leading = this.#term = undefined;
    leading?.end(isPutAway);
    if (leading) this.say("left", undefined);
  }

  // Coming and going

  enter() {
    let channel;
    try {
      channel = this.#channel = new Channel(this.#name, this.#id, ({ name, from, at, args }) => {
        // Who hears so late was held up, and may have been robbed without knowing.
        if (this.leading && Date.now() - at > this.#times.pongWithin) this.#abdicate();
        this.#hear(name, from, args);
      });
    } catch (cause) {
      return queueMicrotask(() => this.#events.failed(cause)); // when the calls of this task are known, too
    }
    watch(this.#watcher);
    globalThis.document?.addEventListener("freeze", this.#freeze);
    // The lock by which the leader knows that this tab is there.
    navigator.locks.request(this.lockOf(this.#id), () => new Promise((/** @type {(value?: any) => void} */ resolve) => {
      if (this.#channel !== channel) return resolve();
      this.#letGo = resolve;
      this.#election.run();
    })).catch((cause) => {
      this.#events.failed(cause);
      this.end();
    });
  }

  /** @param {string} tab */
  lockOf(tab) {
    return `${this.#name} ${tab}`;
  }

  /**
   * The page is put away, or frozen. It must not have the lock then. (A frozen
   * page keeps its locks, and Chromium delivers messages to it, so that it would
   * answer who asks for it: it is of no use in any other way.)
   * @param {boolean} isPutAway whether it may only be back by the back/forward cache
   */
  #sleep(isPutAway) {
    this.#resign(isPutAway);
    this.#election.stop();
    if (!isPutAway) return;
    this.leave();
    this.#lost(false);
    this.#close();
  }

  #wake() {
    if (!this.#channel) this.enter();
    else if (this.leading) this.leading.tell("wake");
    else if (this.#letGo) {
      this.#election.run();
      this.#election.ask();
    }
  }

  /** Tells the leader that this tab wants no session. */
  leave() {
    if (this.leader) this.say("leave", this.leader);
  }

  #close() {
    this.#channel?.close();
    this.#channel = this.leader = undefined;
    this.#letGo?.();
    this.#letGo = undefined;
  }

  /** Takes part no more, if no other needs it: a tab at rest is not to lead. */
  rest() {
    if (this.#channel && !this.leading?.isNeeded) this.end();
  }

  end() {
    unwatch(this.#watcher);
    globalThis.document?.removeEventListener("freeze", this.#freeze);
    if (!this.leading) this.leave();
    this.#resign(false);
    this.#election.stop();
    this.#close();
  }
}
