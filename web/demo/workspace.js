// Who and what there is in the workspace, as the page shows it: a view of the
// client's data store. The store's getters copy what they give; what is asked
// for again and again is kept here, until an event may have changed it.

/** Events that change nobody's name, presence or conversation. They may come in thousands. */
const unrelated = new Set(["message", "user_typing", "reaction_added", "reaction_removed", "hello", "pong", "goodbye", "reconnect_url"]);

/** @typedef {{id: string, name: string, realName: string, presence: string}} Person */
/** @typedef {{id: string, title: string, isDM: boolean, user?: string, isGeneral: boolean}} Conversation */

export class Workspace {
  #rtm;
  #store;
  /** Called after every change. */
  onchange = () => {};
  loaded = false;
  /** Who the page acts for, and where; known once it has connected, and while it reconnects. */
  self = { id: "", name: "" };
  team = { id: "", name: "" };
  /** @type {Map<string, string>} */
  #names = new Map();
  /** @type {Map<string, Conversation> | undefined} */
  #conversations;

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("/rtm.js").MemoryDataStore} store the client's
   */
  constructor(rtm, store) {
    this.#rtm = rtm;
    this.#store = store;
    rtm.on("authenticated", ({ self, team }) => {
      Object.assign(this, { self, team });
      this.#change();
    });
    rtm.on("slack_event", (type) => type !== undefined && !unrelated.has(type) && this.#change());
    rtm.on("state", ({ name }) => ["ready", "reconnecting", "disconnected"].includes(name) && this.#change());
  }

  /** Asks Slack for everybody and everything. */
  async load() {
    await this.#store.load(this.#rtm);
    this.loaded = true;
    this.#change();
  }

  /** A name to call somebody by, a bot too. @param {string} id */
  nameOf(id) {
    let name = this.#names.get(id);
    if (name === undefined) {
      const user = this.#store.getUserById(id);
      name = user?.profile?.display_name || user?.profile?.real_name || user?.name || this.#store.getBotById(id)?.name || id;
      this.#names.set(id, name);
    }
    return name;
  }

  /** A conversation's name without its sign. @param {string} id */
  titleOf(id) {
    return this.conversations.get(id)?.title;
  }

  /** Whom somebody means who writes a name: their id, or undefined. @param {string} name */
  userNamed(name) {
    return this.#store.getUserByName(name)?.id;
  }

  /** @param {string} name without its sign */
  channelNamed(name) {
    return this.#store.getChannelOrGroupByName(name)?.id;
  }

  /** Those that one is in, by id: channels by name, then direct messages. */
  get conversations() {
    if (this.#conversations) return this.#conversations;
    const { channels, groups, dms } = this.#store;
    const named = [...Object.values(channels), ...Object.values(groups)]
      .filter((c) => !c.is_archived && (c.is_member || c.getType() !== "channel"))
      .map(({ id, name = id, is_general, ...c }) => ({ id, title: titleOf(name), isDM: false, isGeneral: !!is_general }));
    const direct = Object.values(dms)
      .map(({ id, user }) => ({ id, title: this.nameOf(user), user, isDM: true, isGeneral: false }));
    const all = [...named, ...direct].sort((a, b) => Number(a.isDM) - Number(b.isDM) || a.title.localeCompare(b.title));
    return (this.#conversations = new Map(all.map((c) => [c.id, c])));
  }

  /** @returns {Person[]} oneself first */
  get people() {
    return Object.values(this.#store.users)
      .filter((user) => !user.deleted)
      .map((user) => ({ id: user.id, name: this.nameOf(user.id), realName: user.profile?.real_name ?? "", presence: this.#presence(user.presence) }))
      .sort((a, b) => Number(b.id === this.self.id) - Number(a.id === this.self.id) || a.name.localeCompare(b.name));
  }

  /** @param {string} id */
  presenceOf(id) {
    return this.#presence(this.#store.getUserById(id)?.presence);
  }

  /** Nobody tells who comes and goes while there is no connection. @param {string | undefined} presence */
  #presence(presence) {
    return (this.#rtm.connected && presence) || "unknown";
  }

  #change() {
    this.#names.clear();
    this.#conversations = undefined;
    this.onchange();
  }
}

/** Slack names a conversation of several people "mpdm-anna--ben--cleo-1". @param {string} name */
const titleOf = (name) => (name.startsWith("mpdm-") ? name.replace(/^mpdm-|-\d+$/g, "").replaceAll("--", ", ") : name);
