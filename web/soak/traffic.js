// What people and tabs do meanwhile: one deed after the other, drawn at random.

const [General, Random] = ["C0GENERAL", "C00RANDOM"];
const people = ["U0000ANNA", "U00000BEN", "U0000CLEO"];

let events = 0;

/** Slack's events without a timestamp get a number, or they could not be told apart. */
const event = (slack, fields) => slack.does("send", { frame: JSON.stringify({ ...fields, soak: ++events }) });

/** Deeds of a tab: [how often, what]. */
const ofTabs = [
  [8, (tab, { one }) => tab.does("send", one([General, Random]))],
  [4, (tab, { one }) => tab.does("typing", one([General, Random]))],
  [2, (tab, { one }) => tab.does("presence", [one(people), one(people)])],
  [2, (tab) => tab.does("edit", General)],
  [2, (tab) => tab.does("ping")],
  [3, (tab) => tab.does("listen")],
  [1, (tab) => tab.does("burst", General, 20)],
];

/** Deeds of the people. */
const ofPeople = [
  [10, (slack, { one }) => slack.does("say", { user: one(people), channel: one([General, Random]), text: "one & <two>" })],
  [1, (slack, { one }) => slack.does("presence", { user: one(people), presence: one(["active", "away"]) })],
  [2, async (slack, { one }) => slack.does("react", { user: one(people), channel: General, ts: await slack.does("say", { user: one(people) }) })],
  [2, async (slack, { one }) => slack.does("edit", { channel: General, ts: await slack.does("say", { user: one(people) }), text: "better" })],
  [1, async (slack) => slack.does("delete", { channel: General, ts: await slack.does("say", { text: "gone" }) })],
  [2, (slack) => slack.does("flood", { count: 200, size: 500 })],
];

/** What an app does not hear of. */
const ofPeopleInRTM = [
  ...ofPeople,
  [3, (slack, { one }) => event(slack, { type: "user_typing", user: one(people), channel: one([General, Random]) })],
  [2, (slack, { one }) => event(slack, { type: "presence_change", user: one(people), presence: one(["active", "away"]) })],
];

/** Goes on until it is told that it is over. */
export async function traffic(isApp, slack, tabs, draws, pause, isOver) {
  while (!isOver()) {
    if (draws.between(0, 1) < 0.5) await draws.weighted(isApp ? ofPeople : ofPeopleInRTM)(slack, draws);
    else await draws.weighted(ofTabs)(draws.one(tabs), draws);
    await pause(draws.between(20, 250));
  }
}
