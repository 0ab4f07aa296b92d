// What waits: the messages that are queued, and the frames that await a reply.

import { $, duration, make } from "../dom.js";
import { plainText } from "../chat/mrkdwn.js";

/** How many are listed. */
const maxListed = 8;

export class Queue {
  #rtm;
  #outbox;
  #workspace;
  /** @type {Map<number, {type: string, text: string, at: number}>} frames that await a reply, by id */
  #pending = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("../chat/outbox.js").Outbox} outbox
   * @param {import("../workspace.js").Workspace} workspace
   */
  constructor(rtm, outbox, workspace) {
    this.#rtm = rtm;
    this.#outbox = outbox;
    this.#workspace = workspace;
    rtm.on("outgoing_message", (/** @type {any} */ { id, type, text = "" }) => {
      if (type === "message" || type === "ping") this.#pending.set(id, { type, text, at: Date.now() });
    });
    rtm.on("slack_event", (_, event) => void this.#pending.delete(/** @type {any} */ (event).reply_to));
    rtm.on("connecting", () => this.#pending.clear());
  }

  tick() {
    const { queued = 0, pending = 0 } = this.#rtm.stats();
    $("queue-figures").textContent = `${queued} queued, ${pending} pending`;
    const now = Date.now();
    const waiting = [...this.#outbox.waiting].filter((m) => m.status === "queued");
    const items = [
      ...[...this.#pending].map(([id, { type, text, at }]) => this.#item(`#${id}`, type, text, `no reply for ${duration(now - at)}`)),
      ...waiting.map((m) => this.#item("", "message", m.text, "queued")),
    ];
    const more = items.length - maxListed;
    $("queue").replaceChildren(...items.slice(0, maxListed), ...(more > 0 ? [make("li", { className: "note" }, `and ${more} more`)] : []));
  }

  /** @param {string} id @param {string} type @param {string} text @param {string} words */
  #item(id, type, text, words) {
    return make("li", {}, make("span", { className: "type" }, [type, id].filter(Boolean).join(" ")),
      make("span", { className: "start" }, plainText(text, this.#workspace)), make("span", { className: "note" }, words));
  }
}
