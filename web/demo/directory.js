// Who and what there is in the workspace, by id: people, where they are, and
// conversations. It knows nothing of the page.

/** Slack wants to be asked for parts of a long list; this many parts are enough for a demo. */
const maxPages = 5;

/** @typedef {{id: string, name: string, realName: string, isBot: boolean}} Person */
/** @typedef {{id: string, name: string, isDM: boolean, user?: string, isGeneral: boolean}} Conversation */

export class Directory {
  #rtm;
  /** Called after every change. */
  onchange = () => {};
  loaded = false;
  /** Who the page acts for, and where; known once it has connected, and while it reconnects. */
  self = { id: "", name: "" };
  team = { id: "", name: "" };
  /** @type {Map<string, Person>} */
  people = new Map();
  /** @type {Map<string, Conversation>} */
  conversations = new Map();
  /** @type {Map<string, string>} "active" or "away" for those of whom it is known */
  presence = new Map();

  /** @param {import("/rtm.js").RTMClient} rtm */
  constructor(rtm) {
    this.#rtm = rtm;
    rtm.on("authenticated", ({ self, team }) => this.#update(() => Object.assign(this, { self, team })));
    for (const type of ["team_join", "user_change"]) rtm.on(type, (event) => this.#update(() => this.#addPerson(event.user)));
    for (const type of ["channel_joined", "group_joined"]) rtm.on(type, (event) => this.#update(() => this.#addConversation({ ...event.channel, is_member: true })));
    rtm.on("channel_left", (event) => this.#update(() => this.conversations.delete(event.channel)));
    rtm.on("channel_rename", (event) => this.#update(() => {
      const known = this.conversations.get(event.channel.id);
      if (known) known.name = event.channel.name;
    }));
    rtm.on("presence_change", ({ user, users = [user], presence }) => this.#update(() => {
      for (const id of users) this.presence.set(id, presence);
    }));
    // Nobody tells who comes and goes while there is no connection.
    rtm.on("state", ({ name }) => {
      if (name === "reconnecting" || name === "disconnected") this.#update(() => this.presence.clear());
    });
  }

  /** Asks Slack for everybody and everything. */
  async load() {
    const [members, channels] = await Promise.all([
      this.#list("users.list", "members", {}),
      this.#list("conversations.list", "channels", { types: "public_channel,private_channel,mpim,im", exclude_archived: true }),
    ]);
    this.#update(() => {
      for (const member of members) this.#addPerson(member);
      for (const channel of channels) this.#addConversation(channel);
      this.loaded = true;
    });
  }

  /** A name to call somebody by. @param {string} id */
  nameOf(id) {
    return this.people.get(id)?.name ?? id;
  }

  /** A conversation's name without its sign. @param {string} id */
  titleOf(id) {
    const conversation = this.conversations.get(id);
    if (!conversation) return undefined;
    return conversation.isDM && conversation.user ? this.nameOf(conversation.user) : conversation.name;
  }

  /** @param {() => void} change */
  #update(change) {
    change();
    this.onchange();
  }

  /** @param {string} method @param {string} key @param {object} args */
  async #list(method, key, args) {
    const found = [];
    let cursor;
    for (let page = 0; page < maxPages; page++) {
      const answer = await this.#rtm.call(method, { ...args, limit: 200, cursor });
      found.push(...answer[key]);
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    return found;
  }

  /** @param {any} user */
  #addPerson({ id, name, profile = {}, is_bot: isBot, deleted }) {
    if (deleted) this.people.delete(id);
    else this.people.set(id, { id, name: profile.display_name || name || id, realName: profile.real_name || "", isBot: !!isBot });
  }

  /** @param {any} channel */
  #addConversation({ id, name, user, is_im: isDM, is_member: isMember, is_general: isGeneral }) {
    if (isDM || isMember) this.conversations.set(id, { id, name: name || id, isDM: !!isDM, user, isGeneral: !!isGeneral });
  }
}
