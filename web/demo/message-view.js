// One message on the page. What has not changed is not touched, so that a
// screen reader does not hear a message again when its reply comes.

import { avatar, make, moment, time, unseen } from "./dom.js";
import { emoji } from "./emoji.js";
import { show } from "./mrkdwn.js";

/** Messages of one author within this time, in ms, stand together. */
const together = 5 * 60_000;

const dayNames = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

/** @typedef {import("./messages.js").Message} Message */

export class MessageView {
  #message;
  #directory;
  #day = make("p", { className: "day" });
  #avatar = make("span");
  #head = make("p", { className: "head" });
  #aside = make("span", { className: "gutter", ariaHidden: "true" });
  #text = make("div", { className: "text" });
  #marks = make("p", { className: "marks" });
  #reactions = make("ul", { className: "reactions", ariaLabel: "Reactions" });
  #status = make("p", { className: "delivery" });
  /** @type {Map<Element, string>} what each part shows */
  #shown = new Map();
  element;

  /**
   * @param {Message} message
   * @param {import("./directory.js").Directory} directory
   * @param {(m: Message) => void} retry
   */
  constructor(message, directory, retry) {
    this.#message = message;
    this.#directory = directory;
    this.retry = retry;
    this.element = make("li", { className: "message" }, this.#day, this.#avatar, this.#aside,
      make("div", { className: "body" }, this.#head,
        make("div", { className: "line" }, this.#text, this.#status), this.#marks, this.#reactions));
  }

  /** Brings the view up to date. @param {Message | undefined} previous the message above */
  update(previous) {
    const m = this.#message;
    const at = moment(m.ts);
    const newDay = !previous || moment(previous.ts).toDateString() !== at.toDateString();
    const leads = newDay || !previous || previous.user !== m.user || previous.name !== m.name || !previous.isNotice !== !m.isNotice
      || at.getTime() - moment(previous.ts).getTime() > together;
    const name = m.name ?? this.#directory.nameOf(m.user);
    Object.assign(this.element.dataset, { leads, status: m.status ?? "", notice: !!m.isNotice });

    this.#fill(this.#day, newDay ? at.toDateString() : "", () => [dayName(at)]);
    this.#fill(this.#avatar, leads ? name : "", () => [avatar(name, m.user)]);
    this.#fill(this.#head, leads ? name + m.ts : "", () => [make("b", {}, name), time(at)]);
    this.#fill(this.#aside, leads ? "" : `${m.ts}`, () => [time(at, "short")]);
    this.#fill(this.#text, `${m.text} ${this.#directory.loaded}`, () => show(m.text, {
      user: (id) => this.#directory.nameOf(id),
      channel: (id) => this.#directory.titleOf(id),
    }));
    const marks = [m.edited && "edited", m.inThread && "in a thread"].filter(Boolean).join(", ");
    this.#fill(this.#marks, marks, () => [marks]);
    const reactions = [...m.reactions].map(([key, who]) => `${key} ${[...who]}`).join();
    this.#fill(this.#reactions, reactions, () => [...m.reactions].map((r) => this.#reaction(...r)));
    this.#fill(this.#status, m.status ?? "", () => this.#delivery());
  }

  /** @param {HTMLElement} part @param {string} content @param {() => (Node | string)[]} build */
  #fill(part, content, build) {
    if (this.#shown.get(part) === content) return;
    this.#shown.set(part, content);
    part.replaceChildren(...(content ? build() : []));
    part.hidden = !content;
  }

  /** @param {string} key @param {Set<string>} who */
  #reaction(key, who) {
    const names = [...who].map((id) => this.#directory.nameOf(id)).join(", ");
    return make("li", { title: `:${key}: ${names}` },
      make("span", { ariaHidden: "true" }, emoji(key) ?? `:${key}:`), unseen(`${key.replaceAll("_", " ")}, from ${names}`),
      make("span", { className: "count", ariaHidden: "true" }, String(who.size)));
  }

  #delivery() {
    const { status, error } = this.#message;
    if (status === "sending") return ["Sending…"];
    if (status === "sent") return [make("span", { ariaHidden: "true" }, "✓ "), make("span", { className: "word" }, "Sent")];
    const advice = error?.delivered === "no" ? "Not sent" : "It may have arrived, or not";
    return [`${advice}: ${error?.message} `,
      make("button", { type: "button", className: "link", onclick: () => this.retry(this.#message) }, "Send again")];
  }
}

/** @param {Date} at */
function dayName(at) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (at.toDateString() === today.toDateString()) return "Today";
  if (at.toDateString() === yesterday.toDateString()) return "Yesterday";
  return dayNames.format(at);
}
