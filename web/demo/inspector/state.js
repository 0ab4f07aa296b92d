// How the connection is: in two words for everybody, and for the curious by its
// name, with since when and why.

import { $, duration, time } from "../dom.js";
import { meanings } from "./meanings.js";

export class State {
  #rtm;

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {() => void} connect
   */
  constructor(rtm, connect) {
    this.#rtm = rtm;
    rtm.on("state", ({ cause }) => this.#show(cause));
    $("toggle").addEventListener("click", () => {
      if (rtm.state === "disconnected") connect();
      else rtm.disconnect();
    });
    this.#show();
  }

  /** Says how long the state has lasted. */
  tick() {
    const { since } = this.#rtm.stats();
    $("state-lasts").textContent = `for ${duration(Date.now() - since)}`;
  }

  /** @param {import("/rtm.js").RTMError} [cause] */
  #show(cause) {
    const { state, since } = this.#rtm.stats();
    const [mood, words] = meanings[state];
    $("status").dataset.mood = $("state").dataset.mood = mood;
    $("status").title = cause?.message ?? "";
    // A change in the words only, or a screen reader hears each step.
    if ($("status-words").textContent !== words) $("status-words").textContent = words;
    $("state-name").textContent = state;
    $("state-since").replaceChildren("since ", time(new Date(since), "seconds"));
    $("state-cause").textContent = $("state-cause").title = cause?.message ?? "";
    $("toggle").disabled = state === "disconnecting";
    $("toggle").textContent = state === "disconnected" ? "Connect" : "Disconnect";
    this.tick();
  }
}
