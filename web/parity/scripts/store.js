// v3's data store.

import { onlyV3 } from "./only.js";

const rtmStart = {
  self: { id: "U00000BOT", name: "bot", prefs: { muted: "" } },
  team: { id: "T0000001", name: "Fake Workspace", domain: "fake" },
  users: [
    { id: "U00000BOT", name: "bot", profile: { bot_id: "B00000BOT" } },
    { id: "U0000ANNA", name: "anna", presence: "active", profile: { email: "anna@fake.test" } },
    { id: "U00000BEN", name: "ben", profile: {} },
  ],
  channels: [
    { id: "C0GENERAL", name: "general", is_channel: true, is_member: true, members: ["U00000BOT", "U0000ANNA"], last_read: "1.0" },
    { id: "C00RANDOM", name: "random", is_channel: true, is_member: false, members: ["U0000ANNA"] },
  ],
  groups: [{ id: "G00SECRET", name: "secret", is_group: true, members: ["U00000BOT", "U0000ANNA"] }],
  mpims: [{ id: "G00000MPM", name: "mpdm-bot--anna--ben-1", is_mpim: true, is_group: true, members: ["U00000BOT", "U0000ANNA", "U00000BEN"] }],
  ims: [{ id: "D0000ANNA", user: "U0000ANNA", is_im: true }],
  bots: [{ id: "B00000BOT", name: "bot" }],
};

/** A script about a store that knows a workspace. */
const withStore = (run) => onlyV3(async (s) => {
  s.dataStore = new s.MemoryDataStore({ logger: () => {} });
  await s.ready({ dataStore: s.dataStore });
  s.dataStore.cacheRtmStart(structuredClone(rtmStart)); // v3 changes what it is given
  await run(s, s.dataStore);
});

const channel = "C0GENERAL";
const say = (text, more = {}) => ({ type: "message", channel, user: "U0000ANNA", text, ts: "5.0", ...more });

/** Sends frames, and writes down the texts of the history. */
const history = (...frames) => withStore(async (s, store) => {
  for (const frame of frames) await s.frame(frame);
  await s.mark();
  s.forget();
  s.note(`history: ${store.getChannelById(channel).history.map(({ ts, subtype, text }) => [ts, subtype, text].filter(Boolean).join(" ")).join(", ") || "empty"}`);
});

/** Sends frames, and writes down what a function finds. */
const after = (frames, find) => withStore(async (s, store) => {
  for (const frame of frames) await s.frame(frame);
  await s.mark();
  s.forget();
  s.note(JSON.stringify(find(store)) ?? "undefined");
});

export default {
  "the store after a start": onlyV3(async (s) => {
    const store = new s.MemoryDataStore({ logger: () => {} });
    s.client({ dataStore: store });
    s.rtm.on("authenticated", () => s.note(`in authenticated: ${Object.keys(store.users)}, ${Object.keys(store.teams)}`));
    s.call("start");
    await s.opened();
    s.note(`dataStore is the option: ${s.rtm.dataStore === store}`);
  }),

  "the store after a reconnection": withStore(async (s, store) => {
    await s.slack("close", { code: 4000 });
    await s.opened();
    s.note(`users: ${Object.keys(store.users).length}, channels: ${Object.keys(store.channels).length}`);
  }),

  "what the getters find": withStore(async (s, store) => {
    const id = (found) => found?.id;
    const found = {
      getUserById: id(store.getUserById("U0000ANNA")),
      getUserByName: id(store.getUserByName("anna")),
      getUserByEmail: id(store.getUserByEmail("anna@fake.test")),
      getUserByBotId: id(store.getUserByBotId("B00000BOT")),
      getChannelById: id(store.getChannelById(channel)),
      getChannelByName: id(store.getChannelByName("general")),
      "getChannelByName with #": id(store.getChannelByName("#general")),
      getGroupById: id(store.getGroupById("G00SECRET")),
      getGroupByName: id(store.getGroupByName("secret")),
      "getGroupById of an MPDM": id(store.getGroupById("G00000MPM")),
      getDMById: id(store.getDMById("D0000ANNA")),
      getDMByName: id(store.getDMByName("anna")),
      getDMByUserId: id(store.getDMByUserId("U0000ANNA")),
      getBotById: id(store.getBotById("B00000BOT")),
      getBotByName: id(store.getBotByName("bot")),
      getBotByUserId: id(store.getBotByUserId("U00000BOT")),
      getTeamById: id(store.getTeamById("T0000001")),
      getChannelGroupOrDMById: ["C0GENERAL", "G00SECRET", "D0000ANNA"].map((key) => id(store.getChannelGroupOrDMById(key))).join(),
      getChannelOrGroupByName: [store.getChannelOrGroupByName("general"), store.getChannelOrGroupByName("secret")].map(id).join(),
      "what is not there": String([store.getUserById("U0"), store.getUserByName("nobody"), store.getChannelById("C0"), store.getDMByUserId("U0")].map(String)),
      getUnreadCount: store.getUnreadCount(),
    };
    for (const [what, it] of Object.entries(found)) s.note(`${what}: ${it}`);
  }),

  "what models have": withStore(async (s, store) => {
    const { getType, ...general } = store.getChannelById(channel);
    s.note(`channel: ${Object.keys(general).filter((key) => !key.startsWith("_")).sort()}`);
    s.note(`types: ${["C0GENERAL", "G00SECRET", "G00000MPM", "D0000ANNA"].map((key) => store.getChannelGroupOrDMById(key).getType())}`);
    s.note(`lastRead ${store.getChannelById(channel).lastRead}, unreadCount ${store.getChannelById(channel).unreadCount}`);
    const self = store.getUserById("U00000BOT");
    s.note(`self: ${self.name}, prefs ${JSON.stringify(self.prefs)}`);
  }),

  "the history after a plain message": history(say("hello")),
  "the history after a message with a subtype": history(say("beep", { subtype: "bot_message" })),
  "the history after an edit": history(
    say("one", { subtype: "bot_message", ts: "5.0" }), say("two", { subtype: "bot_message", ts: "6.0" }),
    { type: "message", subtype: "message_changed", channel, message: say("one, changed", { ts: "5.0", channel: undefined }), ts: "7.0", hidden: true },
  ),
  "the history after a deletion": history(
    say("one", { subtype: "bot_message", ts: "5.0" }), say("two", { subtype: "bot_message", ts: "6.0" }),
    { type: "message", subtype: "message_deleted", channel, deleted_ts: "5.0", ts: "7.0", hidden: true },
  ),

  "the history after one has said something": withStore(async (s, store) => {
    s.call("sendMessage", "mine", channel, s.callback());
    await s.event("callback");
    s.note(`history: ${store.getChannelById(channel).history.map(({ text }) => text).join() || "empty"}`);
  }),

  "somebody joins a channel": after(
    [{ type: "message", subtype: "channel_join", channel, user: "U00000BEN", text: "joined", ts: "5.0" }],
    (store) => store.getChannelById(channel).members,
  ),
  "somebody leaves a channel": after(
    [{ type: "message", subtype: "channel_leave", channel, user: "U0000ANNA", text: "left", ts: "5.0" }],
    (store) => store.getChannelById(channel).members,
  ),
  "somebody leaves who was no member": after(
    [{ type: "message", subtype: "channel_leave", channel, user: "U00000BEN", text: "left", ts: "5.0" }],
    (store) => store.getChannelById(channel).members,
  ),
  "a channel is created": after(
    [{ type: "channel_created", channel: { id: "C0000CAKE", name: "cake", created: 1, creator: "U0000ANNA" } }],
    (store) => store.getChannelByName("cake")?.id,
  ),
  "the user joins a channel": after(
    [{ type: "channel_joined", channel: { id: "C00RANDOM", name: "random", is_member: true, members: ["U00000BOT", "U0000ANNA"] } }],
    (store) => [store.getChannelById("C00RANDOM").is_member, store.getChannelById("C00RANDOM").members],
  ),
  "the user leaves a channel": after(
    [{ type: "channel_left", channel }],
    (store) => [store.getChannelById(channel).is_member, store.getChannelById(channel).members],
  ),
  "a channel is renamed": after(
    [{ type: "channel_rename", channel: { id: channel, name: "everyone", created: 1 } }],
    (store) => [store.getChannelByName("everyone")?.id, store.getChannelByName("general")?.id],
  ),
  "a channel is archived": after([{ type: "channel_archive", channel, user: "U0000ANNA" }], (store) => store.getChannelById(channel).is_archived),
  "a channel is deleted": after([{ type: "channel_deleted", channel }], (store) => store.getChannelById(channel)?.id),
  "somebody joins the team": after([{ type: "team_join", user: { id: "U0000CLEO", name: "cleo" } }], (store) => store.getUserByName("cleo")?.id),
  "somebody changes": after(
    [{ type: "user_change", user: { id: "U0000ANNA", name: "anna.b", profile: {} } }],
    (store) => [store.getUserById("U0000ANNA").name, store.getUserByName("anna")?.id],
  ),
  "the presence of one user": after([{ type: "presence_change", user: "U0000ANNA", presence: "away" }], (store) => store.getUserById("U0000ANNA").presence),
  "the presence of two users": after(
    [{ type: "presence_change", users: ["U0000ANNA", "U00000BEN"], presence: "away" }],
    (store) => ["U0000ANNA", "U00000BEN"].map((id) => store.getUserById(id).presence),
  ),
  "somebody is typing": after([{ type: "user_typing", channel, user: "U0000ANNA" }], (store) => store.getChannelById(channel).getTypingUsers()),
  "somebody is typing in a group": after([{ type: "user_typing", channel: "G00SECRET", user: "U0000ANNA" }], (store) => store.getGroupById("G00SECRET").getTypingUsers()),
  "the team is renamed": after([{ type: "team_rename", name: "Better" }], (store) => store.getTeamById("T0000001").name),
  "a preference changes": after([{ type: "pref_change", name: "muted", value: "C0GENERAL" }], (store) => store.getUserById("U00000BOT").prefs),
  "a bot is added": after([{ type: "bot_added", bot: { id: "B0000NEWS", name: "news" } }], (store) => store.getBotByName("news")?.id),
  "a channel is marked as read": after(
    [say("beep", { subtype: "bot_message", ts: "5.0" }), { type: "channel_marked", channel, ts: "5.0" }],
    (store) => [store.getChannelById(channel).lastRead, store.getChannelById(channel).unreadCount],
  ),
  "a reaction to a message": after(
    [say("beep", { subtype: "bot_message" }), { type: "reaction_added", user: "U00000BEN", reaction: "wave", item_user: "U0000ANNA", item: { type: "message", channel, ts: "5.0" }, event_ts: "6.0" }],
    (store) => store.getChannelById(channel).getMessageByTs("5.0")?.reactions,
  ),

  "a handler of one's own": withStore(async (s, store) => {
    store.registerMessageHandler("a_new_type", (first, second) => s.note(`handler: ${first === store}, ${second.type}`));
    await s.frame({ type: "a_new_type" });
    await s.mark();
  }),
  "a handler with four parameters": withStore(async (s, store) => {
    store.registerMessageHandler("a_new_type", (user, team, first, message) => s.note(`handler: ${user}, ${team}, ${first === store}, ${message.type}`));
    await s.frame({ type: "a_new_type" });
    await s.mark();
  }),
  "a handler that throws": withStore(async (s, store) => {
    store.registerMessageHandler("a_new_type", () => {
      throw new Error("of the script");
    });
    await s.frame({ type: "a_new_type" });
    await s.mark();
  }),
  "a handler of another store": withStore(async (s, store) => {
    new s.MemoryDataStore({ logger: () => {} }).registerMessageHandler("a_new_type", () => s.note("the other store's handler"));
    await s.frame({ type: "a_new_type" });
    await s.mark();
    void store;
  }),
  "set, upsert and remove": withStore(async (s, store) => {
    store.setUser({ id: "U0000ANNA", name: "anna2" });
    store.upsertUser({ id: "U00000BEN", real_name: "Ben" });
    store.removeChannel("C00RANDOM");
    const [anna, ben] = [store.getUserById("U0000ANNA"), store.getUserById("U00000BEN")];
    s.note(`anna: ${anna.name}, ${anna.presence}; ben: ${ben.name}, ${ben.real_name}; random: ${store.getChannelById("C00RANDOM")}`);
    store.clear();
    s.note(`after clear: ${Object.keys(store.users).length}`);
  }),
  "a store of one's own": onlyV3(async (s) => {
    const { prototype } = s.MemoryDataStore;
    class Store extends s.MemoryDataStore {
      cacheRtmStart(data) {
        s.note(`cacheRtmStart ${Object.keys(data).sort()}`);
        prototype.cacheRtmStart.call(this, data);
      }
      handleRtmMessage(...args) {
        if (args[3].type !== "parity_mark") s.note(`handleRtmMessage ${args[0]}, ${args[1]}, ${args[2]}, ${Object.keys(args[3]).sort()}`);
      }
    }
    await s.ready({ dataStore: new Store({ logger: () => {} }) });
    await s.slack("say");
    await s.frame({ type: "hello" });
    await s.frame({ type: "pong" });
    await s.frame({ ok: true, reply_to: 77 });
    await s.mark();
    s.call("sendMessage", "mine", channel, s.callback());
    await s.event("callback");
  }),
};
