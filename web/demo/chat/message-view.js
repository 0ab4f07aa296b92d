// One message on the page. What has not changed is not touched, so that a
// screen reader does not hear a message again when its reply comes.

import { avatar, make, moment, time, unseen } from "../dom.js";
import { delivery } from "./delivery.js";
import { emoji } from "./emoji.js";
import { attachmentView } from "./attachment-view.js";
import { plainText, show } from "./mrkdwn.js";

/** The reactions at hand. */
const quick = ["+1", "heart", "joy", "tada", "eyes", "white_check_mark"];

/** Messages of one author within this time, in ms, stand together. */
const together = 5 * 60_000;

const dayNames = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });

/** @typedef {import("./message.js").Message} Message */

/**
 * Whom names come from, and what one can do with a message.
 * @typedef {object} Context
 * @property {import("../workspace.js").Workspace} workspace
 * @property {(channel: string, ts: string) => Message | undefined} find
 * @property {(m: Message) => void} retry
 * @property {(m: Message) => void} rewrite
 * @property {(m: Message, name: string, isOn: boolean) => void} react adds or takes back one's own reaction
 * @property {(m: Message) => void} reply
 * @property {(m: Message) => void} edit
 * @property {(m: Message) => void} remove
 */

export class MessageView {
  #message;
  #context;
  #day = make("p", { className: "day" });
  #avatar = make("span");
  #head = make("p", { className: "head" });
  #aside = make("span", { className: "gutter", ariaHidden: "true" });
  #thread = make("p", { className: "thread" });
  #text = make("div", { className: "text" });
  #attachments = make("ul", { className: "attachments" });
  #marks = make("p", { className: "marks" });
  #reactions = make("ul", { className: "reactions", ariaLabel: "Reactions" });
  #status = make("p", { className: "delivery" });
  #actions = make("p", { className: "actions" });
  /** @type {Map<Element, string>} what each part shows */
  #shown = new Map();
  element;

  /** @param {Message} message @param {Context} context */
  constructor(message, context) {
    this.#message = message;
    this.#context = context;
    this.element = make("li", { className: "message", tabIndex: -1 }, this.#day, this.#avatar, this.#aside,
      make("div", { className: "body" }, this.#head, this.#thread,
        make("div", { className: "line" }, this.#text, this.#status), this.#attachments, this.#marks, this.#reactions), this.#actions);
  }

  /** Brings the view up to date. @param {Message | undefined} previous the message above */
  update(previous) {
    const m = this.#message;
    const { workspace } = this.#context;
    const at = moment(m.ts);
    const newDay = !previous || moment(previous.ts).toDateString() !== at.toDateString();
    const leads = newDay || !previous || previous.user !== m.user || previous.name !== m.name || !previous.isNotice !== !m.isNotice
      || previous.thread !== m.thread || at.getTime() - moment(previous.ts).getTime() > together;
    const name = m.name ?? workspace.nameOf(m.user);
    const { dataset } = this.element;
    dataset.leads = leads;
    dataset.status = m.status ?? "";
    dataset.notice = !!m.isNotice;

    this.#fill(this.#day, newDay ? at.toDateString() : "", () => [dayName(at)]);
    this.#fill(this.#avatar, leads ? name : "", () => [avatar(name, m.user)]);
    this.#fill(this.#head, leads ? name + m.ts : "", () => [make("b", {}, name), time(at)]);
    this.#fill(this.#aside, leads ? "" : `${m.ts}`, () => [time(at, "short")]);
    this.#fill(this.#thread, m.thread && leads ? `${m.thread} ${workspace.loaded}` : "", () => this.#root(/** @type {string} */ (m.thread)));
    this.#fill(this.#text, m.text && `${m.text} ${workspace.loaded}`, () => show(m.text, workspace));
    this.#fill(this.#attachments, JSON.stringify(m.attachments ?? []).replace(/^\[\]$/, ""), () => (m.attachments ?? []).map(attachmentView));
    this.#fill(this.#marks, m.edited ? "edited" : "", () => ["edited"]);
    const reactions = [...m.reactions].map(([key, who]) => `${key} ${[...who]}`).join();
    this.#fill(this.#reactions, reactions, () => [...m.reactions].map((r) => this.#reaction(...r)));
    this.#fill(this.#status, m.status ?? "", () => delivery(m, this.#context));
    this.#fill(this.#actions, m.ts && !m.isNotice ? `${m.user === workspace.self.id}` : "", () => this.#buttons());
  }

  /** @param {HTMLElement} part @param {string} content @param {() => (Node | string)[]} build */
  #fill(part, content, build) {
    if (this.#shown.get(part) === content) return;
    this.#shown.set(part, content);
    const focused = part.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.reaction : undefined;
    part.replaceChildren(...(content ? build() : []));
    part.hidden = !content;
    if (focused) /** @type {HTMLElement | null} */ (part.querySelector(`[data-reaction="${CSS.escape(focused)}"]`))?.focus(); // what has the focus keeps it
  }

  /** What a message in a thread replies to. @param {string} ts */
  #root(ts) {
    const root = this.#context.find(this.#message.channel, ts);
    if (!root) return ["In a thread"];
    const { workspace } = this.#context;
    return [`In reply to ${root.name ?? workspace.nameOf(root.user)}: ${plainText(root.text, workspace)}`];
  }

  /** @param {string} key @param {Set<string>} who */
  #reaction(key, who) {
    const { workspace, react } = this.#context;
    const names = [...who].map((id) => workspace.nameOf(id)).join(", ");
    const isOwn = who.has(workspace.self.id);
    return make("li", {}, make("button", { type: "button", title: `:${key}: ${names}`, ariaPressed: String(isOwn), dataset: { reaction: key }, onclick: () => react(this.#message, key, !isOwn) },
      make("span", { ariaHidden: "true" }, emoji(key) ?? `:${key}:`), unseen(`${key.replaceAll("_", " ")}, from ${names}`),
      make("span", { className: "count", ariaHidden: "true" }, String(who.size))));
  }

  #buttons() {
    const { reply, edit, workspace } = this.#context;
    /** @param {string} name @param {(m: Message) => void} act */
    const button = (name, act) => make("button", { type: "button", onclick: () => act(this.#message) }, name);
    const isOwn = this.#message.user === workspace.self.id;
    return [button("Reply", reply), this.#reactButton(), ...(isOwn ? [button("Edit", edit), this.#deleteButton()] : [])];
  }

  /** It makes room for the reactions at hand, until the focus has left them. */
  #reactButton() {
    const { react, workspace } = this.#context;
    const button = make("button", { type: "button" }, "React");
    /** @param {string} key */
    const choose = (key) => {
      button.hidden = false;
      button.focus();
      react(this.#message, key, !this.#message.reactions.get(key)?.has(workspace.self.id));
    };
    button.addEventListener("click", () => {
      const choices = quick.map((key) =>
        make("button", { type: "button", className: "choice", ariaLabel: key.replaceAll("_", " "), title: `:${key}:`, onclick: () => choose(key) }, emoji(key) ?? key));
      button.before(...choices);
      choices[0].focus();
      button.hidden = true;
      for (const choice of choices) {
        choice.addEventListener("blur", (/** @type {FocusEvent} */ event) => {
          if (choices.includes(event.relatedTarget)) return;
          button.hidden = false;
          for (const one of choices) one.remove();
        });
      }
    });
    return button;
  }

  /** It wants to be pressed twice, since nothing brings a message back. */
  #deleteButton() {
    const button = make("button", { type: "button" }, "Delete");
    button.addEventListener("blur", () => (button.textContent = "Delete"));
    button.addEventListener("click", () => {
      if (button.textContent !== "Delete") return this.#context.remove(this.#message);
      button.textContent = "Really delete";
      button.focus(); // a mouse does not focus a button everywhere
    });
    return button;
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
