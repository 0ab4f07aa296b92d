// Compile-time checks of the data store's declarations.

import { MemoryDataStore, RTMClient } from "rtmwasm";
import type { Conversation, DataStore, SlackObject, User } from "rtmwasm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<A, B>(equal: Equal<A, B>): void;
declare function show(...values: unknown[]): void;

const store = new MemoryDataStore({ historyLimit: 100, logger: console, logLevel: "debug" });
const rtm = new RTMClient("xoxb-1", { dataStore: store });
new RTMClient("xoxb-1", { dataStore: false });
new RTMClient("xoxb-1", { dataStore: null });
new RTMClient("xoxb-1", { dataStore: { cacheRtmStart: (response) => show(response.self.id), handleRtmMessage: (user, team, type, message) => show(user, team, type, message.text) } });
// @ts-expect-error: it lacks a method
new RTMClient("xoxb-1", { dataStore: { cacheRtmStart() {} } });
// @ts-expect-error: no such option
new MemoryDataStore({ limit: 1 });

is<typeof rtm.dataStore, DataStore | undefined>(true);
is<ReturnType<typeof store.getUserByEmail>, User | undefined>(true);
is<ReturnType<typeof store.getDMByName>, Conversation | undefined>(true);
is<ReturnType<typeof store.getBotById>, SlackObject | undefined>(true);
show(store.getUserById("U1")?.profile?.email, store.getChannelByName("#general")?.history.at(-1)?.text, Object.values(store.dms)[0]?.getTypingUsers());
show(store.getChannelById("C1")?.update({ topic: {} }).unreadCount.toFixed(), store.getUnreadCount().toFixed());

store.setUser({ id: "U1", name: "anna" });
store.upsertChannelGroupOrDMById("C1", { name: "general" });
// @ts-expect-error: it has no id
store.setUser({ name: "anna" });
store.registerMessageHandler("reaction_added", (own, event) => own.getUserById(event.user));
store.registerMessageHandler("reaction_added", (userId: string, teamId: string, own: MemoryDataStore, event: any) => show(userId.length, teamId, own.users, event));
store.registerMessageHandler("reaction_added", null);

is<ReturnType<typeof store.load>, Promise<void>>(true);
void store.load(rtm, { signal: AbortSignal.timeout(1000) });
rtm.on("load_progress", (what, count, done) => is<[typeof what, typeof count, typeof done], ["users" | "conversations", number, boolean]>(true));
