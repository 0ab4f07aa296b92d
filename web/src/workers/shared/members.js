// The tabs that take part in a session, as the leader knows them. The first that
// wants one begins it, and it ends with the last.

/**
 * @typedef {import("./standing.js").Report} Report
 *
 * @typedef {object} Member a tab that takes part
 * @property {boolean} isUp whether it wants a session
 * @property {string[] | undefined} presence whose presence it follows
 * @property {AbortController} watch of the wait for its end
 */

export class Members {
  #joint;
  #progress;
  #starts;
  #missed;
  #tabs;
  /** @type {Map<string, Member>} by the tab */
  #members = new Map();

  /**
   * @param {import("./joint-client.js").JointClient} joint
   * @param {import("./progress.js").Progress} progress
   * @param {import("./starts.js").Starts} starts
   * @param {import("./missed.js").Missed} missed
   * @param {import("./leader.js").Tabs} tabs
   */
  constructor(joint, progress, starts, missed, tabs) {
    this.#joint = joint;
    this.#progress = progress;
    this.#starts = starts;
    this.#missed = missed;
    this.#tabs = tabs;
  }

  get isAnyUp() {
    return [...this.#members.values()].some(({ isUp }) => isUp);
  }

  /** The body of the frame that asks for the presence that all tabs follow. */
  get presence() {
    const all = [...this.#members.values()].flatMap(({ isUp, presence }) => (isUp && presence) || []);
    return JSON.stringify({ ids: [...new Set(all)] });
  }

  [Symbol.iterator]() {
    return this.#members.entries();
  }

  /** @param {string} tab */
  get(tab) {
    return this.#members.get(tab);
  }

  /**
   * @param {string} tab
   * @param {Report} report
   */
  join(tab, report) {
    if (report.isUp && this.#progress.defer(() => this.join(tab, report))) return;
    const member = this.#members.get(tab) ?? this.#admit(tab);
    member.isUp = report.isUp;
    this.#tabs.say("welcome", tab, this.#missed.newest, report.isUp ? this.#progress.way : []);
    if (!report.isUp) return;
    const before = this.presence;
    member.presence = report.presence;
    if (report.newest !== undefined) this.#starts.hold(tab);
    if (this.#progress.state === "disconnected") this.#begin(report);
    else if (report.newest !== undefined) this.#missed.join(tab, report.newest);
    if (this.presence !== before) this.#follow();
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
    navigator.locks.request(this.#tabs.lockOf(tab), { signal: watch.signal }, () => this.leave(tab)).catch(() => {});
    return member;
  }

  /** @param {Report} report of the tab that wants a session first */
  #begin({ fields, newest, presence }) {
    this.#joint.open();
    this.#missed.begin(newest !== undefined);
    this.#progress.begin();
    const earlier = newest === undefined ? [] : [newest, presence && JSON.stringify({ ids: presence })];
    this.#joint.call("start", "", fields, "", ...earlier);
    if (newest === undefined && presence) this.#follow();
  }

  /** @param {string} tab */
  leave(tab) {
    const member = this.#members.get(tab);
    if (!member) return;
    member.watch.abort();
    this.#retire(tab, member);
    this.#members.delete(tab);
    if (this.isAnyUp) this.#follow(member);
    else if (this.#joint.isOpen) {
      this.#progress.finish();
      this.#joint.call("stop");
    }
  }

  /**
   * A tab wants no session any more.
   * @param {import("./joint-client.js").Call} call its stop
   * @param {Member} member
   * @returns {boolean} whether the session ends with it, and Go settles the call
   */
  stop(call, member) {
    member.isUp = false;
    if (!this.isAnyUp && this.#joint.isOpen) {
      this.#progress.finish();
      this.#joint.callFor(call);
      return true;
    }
    this.#retire(call.tab, member);
    if (this.isAnyUp) this.#follow(member);
    return false;
  }

  /**
   * The calls end of a tab that wants no session any more.
   * @param {string} tab
   * @param {Member} member
   */
  #retire(tab, member) {
    member.isUp = false;
    this.#starts.stop(tab);
    this.#joint.withdraw((call) => call.tab === tab && call.name === "send");
  }

  /**
   * Asks for the presence that all tabs follow, unless a tab that is gone
   * followed nobody.
   * @param {Member} [gone]
   */
  #follow(gone) {
    if (gone && !gone.presence) return;
    if (gone) gone.presence = undefined;
    this.#joint.call("send", this.#joint.nextId(), "presence_sub", this.presence, false, false);
  }

  /** The session has ended. */
  over() {
    for (const member of this.#members.values()) member.isUp = false;
  }

  /** This tab leads no more: another looks after the others. */
  end() {
    for (const { watch } of this.#members.values()) watch.abort();
  }
}
