// A session in which all that crosses between caller, client and Slack is noted. The
// page's title tells it: what drives the browser needs the page's prototypes for more.

if (new URLSearchParams(location.search).has("later")) {
  await initialize();
  await import("./extend.js");
}
document.title = await session().then((text) => `done\n${text}`, (error) => `done\nfailed: ${error}\n${error.stack}`);

/** What was written, delivered, called and kept, as lines. */
async function session() {
  const lines = [];
  const note = (what, value) => lines.push(`${what}: ${typeof value === "string" ? value : plainText(value)}`);
  const { written, socketFn } = noting();
  const store = new MemoryDataStore({ logger: () => {} });
  const rtm = client({ socketFn, dataStore: store, rateLimit: { perSecond: 1000, burst: 100 }, retryConfig: { forever: true, minTimeout: 1, factor: 1 } });
  const ready = once(rtm, "ready");
  const { self } = await rtm.start();
  await ready;
  note("user", [self.id, rtm.activeUserId]);

  const events = [];
  for (const name of ["message", "message::foreign", "user_typing", "user_typing::foreign"]) rtm.on(name, () => events.push(name));
  const loop = rtm.events("user_typing");
  const waited = rtm.waitFor("message");
  const filtered = rtm.waitFor("message", { filter: (event) => event.text === "two" });
  await slack("say", { text: "one" });
  await slack("say", { text: "two" });
  note("waited for", [(await waited).text, (await filtered).text]);
  for (const user of ["U1", "U2", "U3"]) await frame(`{"type":"user_typing","channel":"C0GENERAL","user":"${user}"}`);
  for (let i = 0; i < 3; i++) note("from the loop", (await loop.next()).value.user);
  note("events", events.join());

  const replies = await Promise.all([
    rtm.sendMessage("first", "C0GENERAL"),
    rtm.sendMessage("second", "C0GENERAL", { blocks: [{ type: "x", list: [1, [2, null]], nothing: undefined }] }),
    rtm.addOutgoingEvent(true, "message", { channel: "C0GENERAL", text: "third", at: new Date(0), list: ["a", { toJSON: () => "its own" }] }),
    new Promise((resolve) => rtm.send({ type: "message", channel: "C0GENERAL", text: "fourth" }, (error, reply) => resolve(reply))),
  ]);
  note("replies", replies.map(({ text }) => text));
  await rtm.subscribePresence(["U0000ANNA", "U00000BEN"]);
  await rtm.sendTyping("C0GENERAL");
  note("pinged", (await rtm.ping()) >= 0);
  for (const text of written) if (!text.includes('"type":"ping"')) note("written", text);

  const { ts } = await rtm.call("chat.postMessage", { channel: "C0GENERAL", text: "called", blocks: [{ type: "x", list: [1] }], link_names: true });
  const { ok } = await new Promise((resolve) => rtm.updateMessage({ channel: "C0GENERAL", ts, text: "updated" }, (error, answer) => resolve(answer ?? error)));
  note("updated", ok);
  const { calls } = await slackLog();
  for (const { method, form } of calls) note("called", [method, ...Object.keys(form).sort().filter((name) => name !== "ts").map((name) => `${name}=${form[name]}`)]);
  const error = await rtm.call("chat.postMessage", { channel: "nowhere", text: "x" }).catch((error) => error);
  note("refused", [error.code, Object.keys(error).sort().join(), String(Object.hasOwn(error, "cause"))]);

  store.upsertUser({ id: "U9", name: "nine", tags: ["a", { b: [] }] });
  const nine = store.getUserById("U9");
  nine.update({ tags: ["c"], profile: { x: [1] } });
  note("kept", [nine.name, ...nine.tags, Object.keys(store.users).includes("U9")]);
  const general = store.getChannelById("C0GENERAL");
  note("history", general ? general.history.map(({ text }) => text) : "none");

  const again = inState(rtm, "ready");
  const gap = once(rtm, "gap");
  await slack("drop");
  const [{ recovered, cause }] = await gap;
  await again;
  note("lost and back", [recovered, cause.code]);
  await rtm.disconnect();
  note("reported", window.reported);
  return lines.join("\n");
}

/** Plain text of a list or a value: JSON.stringify may be altered here. */
function plainText(value) {
  return Array.isArray(value) ? `[${Array.from(value, plainText).join(", ")}]` : String(value);
}
