// What was said, by conversation: the history, what comes in, and what is being
// sent. It knows nothing of the page.

import { parse } from "./message.js";

/** How many messages of a conversation are kept. */
const maxKept = 300;

/** @typedef {import("./message.js").Message} Message */

export class Messages {
  #rtm;
  /** @type {Map<string, Message[]>} the oldest first, unacknowledged ones last */
  #lists = new Map();
  /** Called with what has changed, or has come, moved or gone. @type {(m: Message) => void} */
  onchange = () => {};

  /** @param {import("/rtm.js").RTMClient} rtm */
  constructor(rtm) {
    this.#rtm = rtm;
    rtm.on("message", (event) => this.#receive(event));
    rtm.on("reaction_added", (event) => this.#react(event, true));
    rtm.on("reaction_removed", (event) => this.#react(event, false));
  }

  /** @param {string} channel */
  of(channel) {
    if (!this.#lists.has(channel)) this.#lists.set(channel, []);
    return /** @type {Message[]} */ (this.#lists.get(channel));
  }

  /** @param {string} channel @param {string | undefined} ts */
  find(channel, ts) {
    return this.of(channel).findLast((m) => m.ts === ts);
  }

  /** The newest timestamp in a conversation; empty if there is none. @param {string} channel */
  newest(channel) {
    return this.of(channel).findLast((m) => m.ts)?.ts ?? "";
  }

  /** Reads the latest messages, and sets right what was missed while there was no connection. @param {string} channel */
  async load(channel) {
    const messages = await this.#history(channel);
    if (messages.length === 0) return;
    const [oldest, newest] = [messages[0].ts, messages[messages.length - 1].ts];
    const there = new Set(messages.map((m) => m.ts));
    for (const m of [...this.of(channel)]) {
      if (m.ts && m.ts >= oldest && m.ts <= newest && !m.thread && !there.has(m.ts)) this.remove(m);
    }
    for (const event of messages) {
      this.#settle(channel, event);
      this.#takeIn(channel, event);
    }
  }

  /** Reads the latest messages, and drops what was there before and is not among them. @param {string} channel */
  async renew(channel) {
    const before = new Set(this.of(channel));
    const messages = await this.#history(channel);
    const there = new Set(messages.map((m) => m.ts));
    for (const m of [...this.of(channel)]) {
      if (before.has(m) && m.ts && !m.thread && !there.has(m.ts)) this.remove(m);
    }
    for (const event of messages) this.#takeIn(channel, event);
  }

  /** @param {string} channel @returns {Promise<any[]>} the oldest first */
  async #history(channel) {
    const { messages } = await this.#rtm.call("conversations.history", { channel, limit: 50 });
    return messages.reverse();
  }

  /** Puts a message where its time belongs; one without a time is the last. @param {Message} m */
  place(m) {
    const list = this.of(m.channel);
    const at = list.indexOf(m);
    if (at >= 0) list.splice(at, 1);
    const { ts } = m;
    const before = ts === undefined ? list.length - 1 : list.findLastIndex((other) => other.ts !== undefined && other.ts < ts);
    list.splice(before + 1, 0, m);
    if (list.length > maxKept) list.shift();
    this.onchange(m);
  }

  /** @param {Message} m */
  remove(m) {
    const list = this.of(m.channel);
    list.splice(list.indexOf(m), 1);
    this.onchange(m);
  }

  /** @param {any} event */
  #receive(event) {
    switch (event.subtype) {
      case "message_changed":
        if (this.find(event.channel, event.message.ts)) this.#takeIn(event.channel, event.message);
        break;
      case "message_deleted": {
        const m = this.find(event.channel, event.deleted_ts);
        if (m) this.remove(m);
        break;
      }
      default:
        if (!event.hidden && event.ts) this.#takeIn(event.channel, event);
    }
  }

  /** Adds a message, or brings the one that is there up to date. @param {string} channel @param {any} event */
  #takeIn(channel, event) {
    const known = this.find(channel, event.ts);
    const m = Object.assign(known ?? { channel }, parse(event));
    if (known) this.onchange(m);
    else this.place(m);
  }

  /**
   * A message of this page to which no reply came has arrived after all if the
   * history has it. It takes that message's place, so that none is shown twice. To
   * one that is `sent` the reply may yet come.
   * @param {string} channel
   * @param {any} event of the history
   */
  #settle(channel, event) {
    if (this.find(channel, event.ts)) return;
    const { user, text, thread } = parse(event);
    const m = this.of(channel).find((m) => !m.ts && (m.status === "sent" || m.status === "uncertain")
      && m.user === user && m.text === text && m.thread === thread && event.ts > (m.after ?? ""));
    if (m) this.place(Object.assign(m, { ts: event.ts }, m.status === "uncertain" && { status: "acknowledged", error: undefined }));
  }

  /** @param {any} event @param {boolean} added */
  #react({ item, reaction, user }, added) {
    const m = item.type === "message" ? this.find(item.channel, item.ts) : undefined;
    if (!m) return;
    const who = m.reactions.get(reaction) ?? new Set();
    if (added) who.add(user);
    else who.delete(user);
    if (who.size > 0) m.reactions.set(reaction, who);
    else m.reactions.delete(reaction);
    this.onchange(m);
  }
}
