// The box in which a message is written, a reply in a thread too, and in which
// one of one's own is edited. Enter sends, Escape leaves a reply or an edit.

import { $ } from "../dom.js";
import { fromTyped, toTyped } from "./mrkdwn.js";

/** Slack wants no more than one sign of typing in this time, in ms. */
const typingPause = 3000;

/** @typedef {import("./message.js").Message} Message */
/** What the text is for, if not a message of its own. @typedef {{kind: "edit" | "reply", m: Message} | undefined} Purpose */

export class Composer {
  #rtm;
  #outbox;
  #messages;
  #workspace;
  #channel = "";
  #signedAt = -Infinity;
  /** @type {Purpose} */
  #purpose;
  /** @type {Map<string, string>} what was begun in other conversations */
  #drafts = new Map();
  /** Told of an edit that failed. @type {(error: unknown) => void} */
  onfailure = () => {};

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./messages.js").Messages} messages
   * @param {import("../workspace.js").Workspace} workspace
   */
  constructor(rtm, outbox, messages, workspace) {
    this.#rtm = rtm;
    this.#outbox = outbox;
    this.#messages = messages;
    this.#workspace = workspace;
    $("composer").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#send();
    });
    $("text").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    $("text").addEventListener("input", () => this.#type());
    $("purpose-leave").addEventListener("click", () => this.#become(undefined, ""));
  }

  /** @param {string} channel @param {string} title with its sign */
  open(channel, title) {
    const text = $("text");
    if (channel !== this.#channel) {
      this.#become(undefined, this.#purpose?.kind === "edit" ? "" : text.value);
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

  /** @param {Message} m */
  reply(m) {
    this.#become({ kind: "reply", m }, this.#purpose?.kind === "edit" ? "" : $("text").value);
  }

  /** @param {Message} m */
  edit(m) {
    this.#become({ kind: "edit", m }, toTyped(m.text, this.#workspace));
  }

  /** Takes back a message that cannot be sent as it is, to the thread that it was for, before what has been begun since. @param {Message} m */
  rewrite(m) {
    this.#messages.remove(m);
    const begun = this.#purpose?.kind === "edit" ? "" : $("text").value;
    const typed = toTyped(m.text, this.#workspace);
    this.#become(m.thread ? { kind: "reply", m: this.#messages.find(m.channel, m.thread) ?? m } : undefined, begun ? `${typed}\n${begun}` : typed);
  }

  /** @param {Purpose} purpose @param {string} text */
  #become(purpose, text) {
    this.#purpose = purpose;
    const name = purpose && (purpose.m.name ?? this.#workspace.nameOf(purpose.m.user));
    $("purpose").hidden = !purpose;
    $("purpose-words").textContent = !purpose ? "" : purpose.kind === "edit" ? "Editing your message" : `Replying to ${name} in a thread`;
    $("text").value = text;
    $("send").textContent = purpose?.kind === "edit" ? "Save" : "Send";
    this.#look();
    $("text").focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While an input method is at work, its keys belong to it.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.#purpose) {
      event.stopPropagation();
      this.#become(undefined, "");
    } else if (event.key === "ArrowUp" && $("text").value === "" && !this.#purpose) {
      const own = this.#messages.of(this.#channel).findLast((m) => m.ts && m.user === this.#workspace.self.id && !m.isNotice);
      if (!own) return;
      event.preventDefault();
      this.edit(own);
    }
  }

  #send() {
    const typed = $("text").value.trim();
    if (typed === "" || this.#channel === "") return;
    const text = fromTyped(typed, this.#workspace);
    const purpose = this.#purpose;
    this.#become(undefined, "");
    if (purpose?.kind !== "edit") this.#outbox.send(this.#channel, text, purpose && (purpose.m.thread ?? purpose.m.ts));
    else if (text !== purpose.m.text) this.#outbox.edit(purpose.m, text).catch((error) => this.#failed(purpose, typed, error));
  }

  /** @param {Purpose} purpose @param {string} typed @param {unknown} error */
  #failed(purpose, typed, error) {
    // What was written must not be lost, nor what has been begun since.
    if ($("text").value === "") this.#become(purpose, typed);
    this.onfailure(error);
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
