// What this page sends, and what becomes of it: from the queue to the socket to
// Slack's reply.

/** @typedef {import("./message.js").Message} Message */

export class Outbox {
  #rtm;
  #messages;
  #workspace;
  /** @type {Map<Message, {id: number, at: number} | undefined>} those whose outcome is open, in the order of the queue, with their frames once these are written */
  waiting = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("./messages.js").Messages} messages
   * @param {import("../workspace.js").Workspace} workspace
   */
  constructor(rtm, messages, workspace) {
    this.#rtm = rtm;
    this.#messages = messages;
    this.#workspace = workspace;
    rtm.on("outgoing_message", (frame) => this.#written(frame));
  }

  /** Sends a message, and shows it at once. @param {string} channel @param {string} text as Slack writes it @param {string} [thread] */
  send(channel, text, thread) {
    /** @type {Message} */
    const m = { channel, text, thread, user: this.#workspace.self.id, reactions: new Map(), after: this.#messages.newest(channel) };
    return this.retry(m);
  }

  /** Sends a message that failed again. @param {Message} m */
  async retry(m) {
    Object.assign(m, { status: "queued", error: undefined });
    this.#messages.place(m);
    this.waiting.set(m, undefined);
    try {
      const reply = await this.#rtm.sendMessage(m.text, m.channel, m.thread ? { thread_ts: m.thread } : {});
      const arrived = this.#messages.find(m.channel, reply.ts);
      if (arrived) this.#messages.remove(arrived); // the history was faster
      if (m.ts && m.ts !== reply.ts) this.#messages.place({ ...m, status: undefined }); // what the history had was another tab's
      Object.assign(m, { ts: reply.ts, text: reply.text, user: reply.user, status: "acknowledged" });
      this.#messages.place(m);
    } catch (error) {
      if (m.ts) Object.assign(m, { status: "acknowledged" }); // no reply, but the history has it
      else Object.assign(m, { status: /** @type {any} */ (error).delivered === "unknown" ? "uncertain" : "failed", error });
      this.#messages.onchange(m);
    } finally {
      this.waiting.delete(m);
    }
  }

  /** @param {Message} m @param {string} text */
  edit(m, text) {
    return this.#rtm.call("chat.update", { channel: m.channel, ts: m.ts, text });
  }

  /** @param {Message} m */
  delete(m) {
    return this.#rtm.call("chat.delete", { channel: m.channel, ts: m.ts });
  }

  /** Adds one's own reaction to a message, or takes it back. The event shows it. @param {Message} m @param {string} name @param {boolean} isOn */
  react(m, name, isOn) {
    return this.#rtm.call(isOn ? "reactions.add" : "reactions.remove", { channel: m.channel, timestamp: m.ts, name });
  }

  /**
   * A frame does not say which call it comes from. But equal messages leave in
   * the order of their calls, so that the first equal one is meant.
   * @param {any} frame
   */
  #written({ id, type, channel, text, thread_ts }) {
    if (type !== "message") return;
    for (const m of this.waiting.keys()) {
      if (m.status !== "queued" || m.channel !== channel || m.text !== text || m.thread !== thread_ts) continue;
      this.waiting.set(m, { id, at: Date.now() });
      m.status = "sent";
      this.#messages.onchange(m);
      return;
    }
  }
}
