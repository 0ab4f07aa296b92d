// What was said, by conversation: the history, what comes in, and what is being
// sent. It knows nothing of the page.

/** How many messages of a conversation are kept. */
const maxKept = 300;

/**
 * @typedef {object} Message
 * @property {string} channel
 * @property {string} [ts] missing until Slack has acknowledged it
 * @property {string} user
 * @property {string} [name] of an author who is no user
 * @property {string} text as Slack writes it
 * @property {boolean} [edited]
 * @property {boolean} [inThread]
 * @property {boolean} [isNotice] somebody came, left or renamed something
 * @property {Map<string, Set<string>>} reactions who reacted, by the emoji's name
 * @property {"sending" | "sent" | "failed"} [status] of a message from this page
 * @property {Error & {delivered?: string}} [error] why it failed
 */

export class Messages {
  #rtm;
  #self = "";
  /** @type {Map<string, Message[]>} the oldest first, unacknowledged ones last */
  #lists = new Map();
  /** Called when a message comes or has moved, with the one after it. @type {(m: Message, next: Message | undefined) => void} */
  onput = () => {};
  /** @type {(m: Message) => void} */
  onchange = () => {};
  /** Called when a message is gone, with the one that was after it. @type {(m: Message, next: Message | undefined) => void} */
  onremove = () => {};

  /** @param {import("/rtm.js").RTMClient} rtm */
  constructor(rtm) {
    this.#rtm = rtm;
    rtm.on("authenticated", ({ self }) => (this.#self = self.id));
    rtm.on("message", (event) => this.#receive(event));
    rtm.on("reaction_added", (event) => this.#react(event, true));
    rtm.on("reaction_removed", (event) => this.#react(event, false));
  }

  /** @param {string} channel */
  of(channel) {
    if (!this.#lists.has(channel)) this.#lists.set(channel, []);
    return /** @type {Message[]} */ (this.#lists.get(channel));
  }

  /** Reads the latest messages, and sets right what was missed while there was no connection. @param {string} channel */
  async load(channel) {
    const { messages } = await this.#rtm.call("conversations.history", { channel, limit: 50 });
    if (messages.length === 0) return;
    const [newest, oldest] = [messages[0].ts, messages[messages.length - 1].ts];
    const there = new Set(messages.map((/** @type {any} */ m) => m.ts));
    for (const m of [...this.of(channel)]) {
      if (m.ts && m.ts >= oldest && m.ts <= newest && !m.inThread && !there.has(m.ts)) this.#remove(m);
    }
    for (const event of messages.reverse()) this.#takeIn(channel, event);
  }

  /** Sends a message, and shows it at once. @param {string} channel @param {string} text */
  send(channel, text) {
    /** @type {Message} */
    const m = { channel, text, user: this.#self, reactions: new Map(), status: "sending" };
    this.#place(m);
    return this.#deliver(m);
  }

  /** Sends a failed message again. @param {Message} m */
  retry(m) {
    m.status = "sending";
    m.error = undefined;
    this.onchange(m);
    return this.#deliver(m);
  }

  /** @param {Message} m */
  async #deliver(m) {
    try {
      const reply = await this.#rtm.sendMessage(m.text, m.channel);
      const arrived = this.#find(m.channel, reply.ts);
      if (arrived) return this.#remove(m); // the history was faster
      Object.assign(m, { ts: reply.ts, text: reply.text, user: reply.user, status: "sent" });
      this.#settle(m);
    } catch (error) {
      Object.assign(m, { status: "failed", error });
    }
    this.onchange(m);
  }

  /** @param {any} event */
  #receive(event) {
    switch (event.subtype) {
      case "message_changed":
        if (this.#find(event.channel, event.message.ts)) this.#takeIn(event.channel, event.message);
        break;
      case "message_deleted": {
        const m = this.#find(event.channel, event.deleted_ts);
        if (m) this.#remove(m);
        break;
      }
      default:
        if (!event.hidden && event.ts) this.#takeIn(event.channel, event);
    }
  }

  /** Adds a message, or brings the one that is there up to date. @param {string} channel @param {any} event */
  #takeIn(channel, event) {
    const known = this.#find(channel, event.ts);
    const m = Object.assign(known ?? { channel, ts: event.ts }, {
      user: event.user ?? event.bot_id ?? "",
      name: event.username,
      text: event.text || (event.files || event.attachments || event.blocks ? "_(something that this page does not show)_" : ""),
      edited: event.edited !== undefined,
      inThread: event.thread_ts !== undefined && event.thread_ts !== event.ts,
      isNotice: /^(channel|group)_/.test(event.subtype ?? ""),
      reactions: new Map((event.reactions ?? []).map((/** @type {any} */ r) => [r.name, new Set(r.users)])),
    });
    if (known) this.onchange(m);
    else this.#place(m);
  }

  /** @param {any} event @param {boolean} added */
  #react({ item, reaction, user }, added) {
    const m = item.type === "message" ? this.#find(item.channel, item.ts) : undefined;
    if (!m) return;
    const who = m.reactions.get(reaction) ?? new Set();
    if (added) who.add(user);
    else who.delete(user);
    if (who.size > 0) m.reactions.set(reaction, who);
    else m.reactions.delete(reaction);
    this.onchange(m);
  }

  /** @param {string} channel @param {string} ts */
  #find(channel, ts) {
    return this.of(channel).findLast((m) => m.ts === ts);
  }

  /** Puts a message where its time belongs. @param {Message} m */
  #place(m) {
    const list = this.of(m.channel);
    const before = m.ts === undefined ? list.length - 1 : list.findLastIndex((other) => other.ts !== undefined && other.ts < /** @type {string} */ (m.ts));
    list.splice(before + 1, 0, m);
    this.onput(m, list[before + 2]);
    if (list.length > maxKept) this.#remove(list[0]);
  }

  /** Moves a message that has just got its time, if others were faster. @param {Message} m */
  #settle(m) {
    const list = this.of(m.channel);
    const at = list.indexOf(m);
    list.splice(at, 1);
    const before = list.findLastIndex((other) => other.ts !== undefined && other.ts < /** @type {string} */ (m.ts));
    list.splice(before + 1, 0, m);
    if (before + 1 !== at) this.onput(m, list[before + 2]);
  }

  /** @param {Message} m */
  #remove(m) {
    const list = this.of(m.channel);
    const at = list.indexOf(m);
    list.splice(at, 1);
    this.onremove(m, list[at]);
  }
}
