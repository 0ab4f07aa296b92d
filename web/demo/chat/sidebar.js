// The conversations, with what is unread in them, and the people.

import { $, avatar, make, soon, unseen } from "../dom.js";

export class Sidebar {
  #workspace;
  #open = "";
  /** @type {Map<string, number>} */
  #unread = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("../workspace.js").Workspace} workspace
   */
  constructor(rtm, workspace) {
    this.#workspace = workspace;
    rtm.on("message", ({ channel, user, hidden }) => {
      if (hidden || user === workspace.self.id || (channel === this.#open && !document.hidden)) return;
      this.#unread.set(channel, (this.#unread.get(channel) ?? 0) + 1);
      this.draw();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#unread.delete(this.#open)) this.draw();
    });
  }

  /** Marks another conversation as the open one. @param {string} channel */
  open(channel) {
    this.#open = channel;
    this.#unread.delete(channel);
    this.#draw();
  }

  /** Draws soon, in a hidden page too, whose title counts. */
  draw = soon(() => this.#draw());

  #draw() {
    const { conversations, people, self, team } = this.#workspace;
    if (self.id) {
      $("team").textContent = team.name || team.id;
      $("self").textContent = `as ${self.name || self.id}`;
    }
    const all = [...conversations.values()];
    fill("channels", all.filter((c) => !c.isDM).map((c) => this.#conversation(c)));
    fill("dms", all.filter((c) => c.isDM).map((c) => this.#conversation(c)));
    fill("people", people.slice(0, 100).map((p) => this.#person(p)));
    const title = this.#workspace.titleOf(this.#open);
    if (title === undefined) return;
    const isDM = conversations.get(this.#open)?.isDM;
    const unread = [...this.#unread.values()].reduce((sum, n) => sum + n, 0);
    $("title").replaceChildren(make("span", { className: "sign", ariaHidden: "true" }, isDM ? "@" : "#"), title);
    document.title = `${unread ? `(${unread}) ` : ""}${isDM ? "" : "#"}${title} – RTM demo`;
  }

  /** @param {import("../workspace.js").Conversation} c */
  #conversation(c) {
    const unread = this.#unread.get(c.id) ?? 0;
    const link = make("a", { href: `#${c.id}`, className: unread ? "unread" : "" },
      c.isDM && c.user ? this.#dot(c.user) : make("span", { className: "sign", ariaHidden: "true" }, "#"),
      make("span", { className: "name" }, c.title));
    if (c.id === this.#open) link.ariaCurrent = "page";
    if (unread) link.append(make("span", { className: "badge" }, String(unread), unseen(" unread")));
    return make("li", {}, link);
  }

  /** @param {import("../workspace.js").Person} p */
  #person(p) {
    const isSelf = p.id === this.#workspace.self.id;
    return make("li", { className: "person" }, make("span", { className: "face" }, avatar(p.name, p.id), isSelf ? "" : this.#dot(p.id, p.presence)),
      make("span", { className: "name" }, p.name),
      make("span", { className: "note" }, isSelf ? "you" : p.realName));
  }

  /** @param {string} user @param {string} [presence] if it is at hand */
  #dot(user, presence = this.#workspace.presenceOf(user)) {
    return make("span", { className: "presence", dataset: { presence } }, unseen(presence === "unknown" ? "" : `${presence}: `));
  }
}

/**
 * Replaces a list, unless it looks the same: what has the focus keeps it.
 * @param {string} id
 * @param {HTMLElement[]} items
 */
function fill(id, items) {
  const list = $(id);
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  if (items.map((item) => item.outerHTML).join("") === list.innerHTML) return;
  list.replaceChildren(...items);
  if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}
