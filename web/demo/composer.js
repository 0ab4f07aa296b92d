// The box in which a message is written. Enter sends.

import { $ } from "./dom.js";
import { escape } from "./mrkdwn.js";

/** Slack wants no more than one sign of typing in this time, in ms. */
const typingPause = 3000;

export class Composer {
  #rtm;
  #messages;
  #channel = "";
  #signedAt = -Infinity;
  /** @type {Map<string, string>} what was begun in other conversations */
  #drafts = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("./messages.js").Messages} messages
   */
  constructor(rtm, messages) {
    this.#rtm = rtm;
    this.#messages = messages;
    $("composer").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#send();
    });
    $("text").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      // While an input method is at work, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    $("text").addEventListener("input", () => this.#type());
  }

  /** @param {string} channel @param {string} title with its sign */
  open(channel, title) {
    const text = $("text");
    if (channel !== this.#channel) {
      this.#drafts.set(this.#channel, text.value);
      text.value = this.#drafts.get(channel) ?? "";
      this.#channel = channel;
    }
    text.placeholder = `Message ${title}`;
    text.ariaLabel = `Message ${title}`;
    text.disabled = false;
    this.#look();
    // On a touch screen this would open the keyboard over the page.
    if (matchMedia("(pointer: fine)").matches) text.focus();
  }

  #send() {
    const text = $("text").value.trim();
    if (text === "" || this.#channel === "") return;
    $("text").value = "";
    this.#look();
    this.#messages.send(this.#channel, escape(text));
  }

  #type() {
    this.#look();
    const now = performance.now();
    if ($("text").value === "" || !this.#rtm.connected || now - this.#signedAt < typingPause) return;
    this.#signedAt = now;
    this.#rtm.sendTyping(this.#channel).catch(() => {}); // nobody misses a sign that got lost
  }

  #look() {
    $("send").disabled = $("text").value.trim() === "";
  }
}
