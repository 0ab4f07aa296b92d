// What tabs may have missed: before which timestamp nothing is missing, and since
// when a tab did not hear the session.

import { Date } from "../../engine/clock.js";
import { nextTask } from "../../engine/task.js";
import { ErrorCode, failure } from "../../client/errors.js";

export class Missed {
  #joint;
  #progress;
  #say;
  /** The newest timestamp before which nothing is missing; only this class changes it. */
  newest = "";
  #isAsking = false;
  /** Whether Go is to tell of a gap yet. */
  #isToldByGo = false;
  /** @type {[tab: string, from: string][]} the tabs that are to be told of a gap of their own */
  #waiting = [];

  /**
   * @param {import("./joint-client.js").JointClient} joint
   * @param {import("./progress.js").Progress} progress
   * @param {(name: string, to: string | undefined, ...args: any[]) => void} say
   */
  constructor(joint, progress, say) {
    this.#joint = joint;
    this.#progress = progress;
    this.#say = say;
  }

  /** @param {boolean} isContinued whether it is an earlier session: then Go tells all tabs of the gap */
  begin(isContinued) {
    this.#isToldByGo = isContinued;
  }

  /** Go has told of a gap. */
  told() {
    this.#isToldByGo = false;
  }

  /** Tells the tabs, soon, before what nothing is missing: another leader begins there. */
  noteNewest() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    nextTask(() => {
      this.#isAsking = false;
      if (!this.#joint.isRunning) return;
      const { newest } = /** @type {any} */ (this.#joint.figures() ?? {});
      if (newest && newest !== this.newest) this.#say("newest", undefined, (this.newest = newest));
    });
  }

  /**
   * Tells a tab that was away what it may have missed, unless Go does.
   * @param {string} tab
   * @param {string} from the newest timestamp that it knows of
   */
  join(tab, from) {
    if (!this.#isToldByGo) this.#tell(tab, from);
  }

  /** The session stands. */
  ready() {
    for (const gap of this.#waiting.splice(0)) this.#tell(...gap);
  }

  /**
   * @param {string} tab
   * @param {string} from
   */
  #tell(tab, from) {
    if (this.#progress.state !== "ready") {
      this.#waiting.push([tab, from]);
      return;
    }
    const to = (Date.now() / 1000).toFixed(6);
    const cause = failure(ErrorCode.RTMWebsocketError, "this tab did not hear the session meanwhile");
    this.#say("items", tab, [["gap", from, this.newest > to ? this.newest : to, cause, false]]);
  }
}
