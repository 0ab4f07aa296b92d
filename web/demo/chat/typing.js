// Who is typing in the open conversation.

import { $ } from "../dom.js";

/** How long, in ms, a sign of typing holds: its sender repeats it every few seconds. */
const holds = 5000;

export class Typing {
  #workspace;
  #open = "";
  /** @type {Map<string, number>} the timers that end each sign, by channel and user */
  #typing = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("../workspace.js").Workspace} workspace
   */
  constructor(rtm, workspace) {
    this.#workspace = workspace;
    rtm.on("user_typing", ({ channel, user }) => {
      const key = `${channel} ${user}`;
      clearTimeout(this.#typing.get(key));
      this.#typing.set(key, setTimeout(() => this.#end(key), holds));
      this.#draw();
    });
    rtm.on("message", ({ channel, user, hidden }) => hidden || this.#end(`${channel} ${user}`));
    rtm.on("reconnecting", () => [...this.#typing.keys()].forEach((key) => this.#end(key)));
  }

  /** @param {string} channel */
  open(channel) {
    this.#open = channel;
    this.#draw();
  }

  /** @param {string} key */
  #end(key) {
    clearTimeout(this.#typing.get(key));
    if (this.#typing.delete(key)) this.#draw();
  }

  #draw() {
    const names = [...this.#typing.keys()]
      .map((key) => key.split(" "))
      .filter(([channel]) => channel === this.#open)
      .map(([, user]) => this.#workspace.nameOf(user));
    const who = new Intl.ListFormat("en").format(names.slice(0, 3));
    $("typing").textContent = names.length === 0 ? "" : `${who} ${names.length > 1 ? "are" : "is"} typing…`;
  }
}
