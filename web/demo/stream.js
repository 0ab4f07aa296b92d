// The messages of the conversation that is open. The view follows the end,
// unless the reader has scrolled up.

import { $ } from "./dom.js";
import { MessageView } from "./message-view.js";

/** So close to the end, in px, counts as being there. */
const nearEnd = 60;

/** @typedef {import("./messages.js").Message} Message */

export class Stream {
  #messages;
  #directory;
  #channel = "";
  /** @type {Map<Message, MessageView>} */
  #views = new Map();
  #follows = true;
  #scrollAsked = false;
  /** Where the last step to the end led to. */
  #top = 0;

  /**
   * @param {import("./messages.js").Messages} messages
   * @param {import("./directory.js").Directory} directory
   */
  constructor(messages, directory) {
    this.#messages = messages;
    this.#directory = directory;
    messages.onput = (m, next) => this.#put(m, next);
    messages.onchange = (m) => this.#update(m);
    messages.onremove = (m, next) => this.#remove(m, next);
    $("stream").addEventListener("scroll", () => this.#look());
    $("newer").addEventListener("click", () => {
      this.#follows = true;
      this.#scroll();
      $("text").focus();
    });
    // A box that shrinks or grows must not hide the last message.
    new ResizeObserver(() => this.#scroll()).observe($("stream"));
  }

  /** Shows another conversation. Its history is not read aloud. @param {string} channel */
  open(channel) {
    this.#channel = channel;
    this.#views.clear();
    $("messages").replaceChildren();
    this.#follows = true;
    this.#quietly(() => {
      for (const m of this.#messages.of(channel)) this.#put(m, undefined);
    });
    $("empty").textContent = "Loading…";
    $("empty").hidden = this.#views.size > 0;
  }

  /** Reads the history of the open conversation. */
  async load() {
    const channel = this.#channel;
    $("stream").ariaLive = "off";
    try {
      await this.#messages.load(channel);
    } finally {
      this.#quietly(() => {});
    }
    if (channel === this.#channel) $("empty").textContent = "Nothing has been said here yet.";
  }

  /** Shows names anew once they are known. */
  rename() {
    for (const m of this.#views.keys()) this.#update(m);
  }

  /** @param {() => void} change */
  #quietly(change) {
    const stream = $("stream");
    stream.ariaLive = "off";
    change();
    setTimeout(() => (stream.ariaLive = "polite"), 200);
  }

  /** @param {Message} m @param {Message | undefined} next */
  #put(m, next) {
    if (m.channel !== this.#channel) return;
    const view = this.#views.get(m) ?? new MessageView(m, this.#directory, (failed) => this.#messages.retry(failed));
    this.#views.set(m, view);
    $("messages").insertBefore(view.element, (next && this.#views.get(next)?.element) ?? null);
    this.#update(m);
    $("empty").hidden = true;
    if (m.status) this.#follows = true; // whoever writes wants to see it
    if (!this.#follows && !next) $("newer").hidden = false;
    this.#scroll();
  }

  /** Updates a message, and the one below, whose head depends on it. @param {Message} m */
  #update(m) {
    const list = this.#messages.of(this.#channel);
    const at = list.lastIndexOf(m);
    if (at < 0) return;
    this.#views.get(m)?.update(list[at - 1]);
    if (at + 1 < list.length) this.#views.get(list[at + 1])?.update(m);
    this.#scroll();
  }

  /** @param {Message} m @param {Message | undefined} next */
  #remove(m, next) {
    const view = this.#views.get(m);
    if (!view) return;
    this.#views.delete(m);
    view.element.remove();
    if (next) this.#update(next);
  }

  #look() {
    const { scrollTop, scrollHeight, clientHeight } = $("stream");
    const atEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    // More may have come since the last step to the end. Only who goes up leaves it.
    this.#follows = atEnd || (this.#follows && scrollTop > this.#top - nearEnd);
    $("stream").dataset.follows = this.#follows;
    if (atEnd) $("newer").hidden = true;
  }

  /** Goes to the end, once for all the messages of a moment. */
  #scroll() {
    if (!this.#follows || this.#scrollAsked) return;
    this.#scrollAsked = true;
    requestAnimationFrame(() => {
      this.#scrollAsked = false;
      if (!this.#follows) return;
      $("stream").scrollTop = $("stream").scrollHeight;
      this.#top = $("stream").scrollTop;
    });
  }
}
