// What waits: the messages that are queued, and the frames that await a reply.

import { $, duration, make } from "../dom.js";
import { plainText } from "../chat/mrkdwn.js";

/** How many are listed. */
const maxListed = 8;

export class Queue {
  #rtm;
  #outbox;
  #workspace;
  /** @type {{id: number, at: number} | undefined} the ping that awaits its pong; the client sends no other beside it */
  #ping;

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("../chat/outbox.js").Outbox} outbox
   * @param {import("../workspace.js").Workspace} workspace
   */
  constructor(rtm, outbox, workspace) {
    this.#rtm = rtm;
    this.#outbox = outbox;
    this.#workspace = workspace;
    rtm.on("outgoing_message", ({ id, type }) => {
      if (type === "ping") this.#ping = { id, at: Date.now() };
    });
    for (const event of /** @type {const} */ (["latency", "connecting"])) rtm.on(event, () => (this.#ping = undefined));
  }

  tick() {
    const { queued = 0, pending = 0 } = this.#rtm.stats();
    $("queue-figures").textContent = `${queued} queued, ${pending} pending`;
    const items = [...this.#outbox.waiting].map(([m, frame]) => this.#item("message", m.text, frame));
    if (this.#ping) items.push(this.#item("ping", "", this.#ping));
    const more = items.length - maxListed;
    $("queue").replaceChildren(...items.slice(0, maxListed), ...(more > 0 ? [make("li", { className: "note" }, `and ${more} more`)] : []));
  }

  /** @param {string} type @param {string} text @param {{id: number, at: number}} [frame] if it is written */
  #item(type, text, frame) {
    return make("li", {}, make("span", { className: "type" }, frame ? `${type} #${frame.id}` : type),
      make("span", { className: "start" }, plainText(text, this.#workspace)),
      make("span", { className: "note" }, frame ? `no reply for ${duration(Date.now() - frame.at)}` : "queued"));
  }
}
