// The messages of the conversation that is open. They are drawn once for all
// that happens in a moment, so that a flood costs no more than a few pictures.
// The view follows the end, unless the reader has scrolled up.

import { $, soon } from "../dom.js";
import { MessageView } from "./message-view.js";

/** So close to the end, in px, counts as being there. */
const nearEnd = 60;
/** More new messages than this at once are not read aloud. */
const maxRead = 20;

/** @typedef {import("./message.js").Message} Message */

export class Stream {
  #messages;
  #actions;
  #channel = "";
  /** @type {Map<Message, MessageView>} */
  #views = new Map();
  #follows = true;
  /** Where the last step to the end led to. */
  #top = 0;
  #draw = soon(() => this.#update());

  /**
   * @param {import("./messages.js").Messages} messages
   * @param {import("./message-view.js").Context} actions
   */
  constructor(messages, actions) {
    this.#messages = messages;
    this.#actions = actions;
    messages.onchange = (m) => {
      if (m.channel !== this.#channel) return;
      if (m.status === "queued") this.#follows = true; // whoever writes wants to see it
      this.#draw();
    };
    $("stream").addEventListener("scroll", () => this.#look());
    $("newer").addEventListener("click", () => {
      this.#follows = true;
      this.#scroll();
      $("text").focus();
    });
    // A box that shrinks or grows must not hide the last message.
    new ResizeObserver(() => this.#scroll()).observe($("stream"));
    $("stream").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#walk(event));
  }

  /** Shows another conversation. Its history is not read aloud. @param {string} channel */
  open(channel) {
    this.#channel = channel;
    this.#views.clear();
    $("messages").replaceChildren();
    this.#follows = true;
    $("empty").textContent = "Loading…";
    this.#update();
  }

  /** Reads the history of the open conversation. */
  async load() {
    const channel = this.#channel;
    await this.#messages.load(channel);
    if (channel !== this.#channel) return;
    this.#quietly();
    $("empty").textContent = "Nothing has been said here yet.";
  }

  /** Reads the history of the open conversation anew: much of it has changed. */
  async renew() {
    await this.#messages.renew(this.#channel);
    this.#quietly();
  }

  /** Shows names anew once they are known. */
  rename() {
    this.#draw();
  }

  #quietly() {
    const stream = $("stream");
    stream.ariaLive = "off";
    setTimeout(() => (stream.ariaLive = "polite"), 500);
  }

  /** Makes the page show the list as it is. What has not changed is not touched. */
  #update() {
    const list = this.#messages.of(this.#channel);
    const there = new Set(list);
    for (const [m, view] of this.#views) {
      if (there.has(m)) continue;
      view.element.remove();
      this.#views.delete(m);
    }
    const fresh = list.filter((m) => !this.#views.has(m));
    if (fresh.length > maxRead || this.#views.size === 0) this.#quietly();
    let place = $("messages").firstChild;
    list.forEach((m, i) => {
      const view = this.#views.get(m) ?? new MessageView(m, this.#actions);
      this.#views.set(m, view);
      if (view.element === place) place = place.nextSibling;
      else $("messages").insertBefore(view.element, place);
      view.update(list[i - 1]);
    });
    $("empty").hidden = list.length > 0;
    if (!this.#follows && fresh.includes(/** @type {Message} */ (list.at(-1)))) $("newer").hidden = false;
    this.#scroll();
  }

  /** The arrow keys go from message to message, whose buttons are then there. @param {KeyboardEvent} event */
  #walk(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const items = [...$("messages").children];
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const next = { ArrowUp: at < 0 ? items.at(-1) : items[at - 1], ArrowDown: at < 0 ? items.at(-1) : items[at + 1], Home: items[0], End: items.at(-1), Escape: $("text") }[event.key];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  }

  #look() {
    const { scrollTop, scrollHeight, clientHeight } = $("stream");
    const atEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    // More may have come since the last step to the end. Only who goes up leaves it.
    this.#follows = atEnd || (this.#follows && scrollTop > this.#top - nearEnd);
    $("stream").dataset.follows = this.#follows;
    if (atEnd) $("newer").hidden = true;
  }

  #scroll() {
    if (!this.#follows) return;
    $("stream").scrollTop = $("stream").scrollHeight;
    this.#top = $("stream").scrollTop;
  }
}
