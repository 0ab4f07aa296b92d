// Socket Mode in a page: what RTM's listeners hear there, and what is answered.

import assert from "node:assert/strict";
import test from "node:test";
import { inPage } from "./browser.js";

const code = (name) => `slackclient_${name}_error`;

test("events come as RTM's do, from their envelopes, which are acknowledged", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient();
    const heard = [];
    rtm.on("message", (event, ...more) => heard.push(["message", event.text, event.channel, more.length]));
    rtm.on("message::channel_join", (event) => heard.push(["message::channel_join", event.user]));
    rtm.on("slack:message", (event) => heard.push(["slack:message", event.text]));
    rtm.on("slack_event", (type, event) => heard.push(["slack_event", type, event.text]));
    rtm.on("envelope", (envelope) => heard.push(["envelope", envelope.type, envelope.payload.event.type, typeof envelope.envelope_id]));
    const reaction = once(rtm, "reaction_added");
    const ts = await slack("say", { text: "hello" });
    await slack("join");
    await slack("react", { ts });
    await reaction;
    const acks = await acksWhen((acks) => acks.length === 4);
    return { heard: heard.slice(0, 11), acks: acks.map(({ type, attempt, payload }) => [type, attempt, payload]), user: rtm.activeUserId, team: rtm.activeTeamId };
  });
  assert.deepEqual(seen.heard, [
    ["envelope", "events_api", "message", "string"], ["slack_event", "message", "hello"], ["slack:message", "hello"], ["message", "hello", "C0GENERAL", 0],
    ["envelope", "events_api", "member_joined_channel", "string"], ["slack_event", "member_joined_channel", null],
    ["envelope", "events_api", "message", "string"], ["slack_event", "message", "<@U0000ANNA> has joined the channel"], ["slack:message", "<@U0000ANNA> has joined the channel"],
    ["message", "<@U0000ANNA> has joined the channel", "C0GENERAL", 0], ["message::channel_join", "U0000ANNA"],
  ]);
  assert.deepEqual(seen.acks, Array(4).fill(["events_api", 0, null]));
  assert.deepEqual([seen.user, seen.team], ["U00000BOT", "T0000001"]);
});

test("what a person waits for is answered by ack(), once", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient();
    const command = once(rtm, "slash_commands");
    await slack("command", { command: "/deploy", text: "now" });
    const [payload, ack] = await command;
    const first = await outcome(ack({ text: "deploying" }));
    const second = await outcome(ack());
    const bad = thrown(() => ack(() => {}));
    const press = once(rtm, "interactive");
    await slack("press", { action: "approve" });
    const [action, answer] = await press;
    const long = await outcome(answer({ text: "x".repeat(30_000) }));
    const heard = once(rtm, "message");
    await slack("say"); // which is acknowledged at once
    await heard;
    const acks = await acksWhen((acks) => acks.length === 3); // the host does it after 2 s
    return { payload: [payload.command, payload.text], first, second: second.code, bad: bad.code, action: action.actions[0].action_id, long: long.code, acks: acks.map(({ type, payload }) => [type, payload]), unhandled };
  });
  assert.deepEqual(seen, {
    payload: ["/deploy", "now"], first: {}, second: code("invalid_argument"), bad: code("invalid_argument"), action: "approve", long: code("rtmclient_frame_too_large"),
    acks: [["slash_commands", { text: "deploying" }], ["events_api", null], ["interactive", null]], unhandled: [],
  });
});

test("an event that Slack sends again, since the page was busy, is delivered once", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("hasten-retries", { times: 100 }); // an acknowledgement may take 30 ms
    const rtm = await appClient();
    const heard = [];
    rtm.on("message", (event) => heard.push(event.text));
    const busy = once(rtm, "message");
    await slack("say", { text: "first" });
    await busy;
    rtm.once("message", () => {
      for (const end = performance.now() + 300; performance.now() < end; );
    });
    await slack("say", { text: "second" });
    const acks = await acksWhen((acks) => acks.some(({ attempt }) => attempt > 0));
    await slack("say", { text: "third" });
    await acksWhen((acks) => acks.length > 2);
    return { heard, repeated: acks.some(({ attempt }) => attempt > 0) };
  });
  assert.deepEqual(seen, { heard: ["first", "second", "third"], repeated: true });
});

test("an event that Slack sends again after a disconnect and a start is delivered once", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("hasten-retries", { times: 50 }); // the last but one comes after 1.2 s
    const rtm = await appClient();
    const heard = [];
    rtm.on("message", ({ text }) => heard.push(text));
    const over = once(rtm, "disconnected");
    rtm.once("message", () => rtm.disconnect()); // before the event is acknowledged
    await slack("say", { text: "first" });
    await over;
    await rtm.start();
    const [{ attempt }] = await acksWhen((acks) => acks.length > 0);
    const last = once(rtm, "message");
    await slack("say", { text: "last" });
    await last;
    return { heard, again: attempt > 0 };
  });
  assert.deepEqual(seen, { heard: ["first", "last"], again: true });
});

test("sendMessage posts, in a thread too, and says what became of it", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient({ rateLimit: false });
    const own = once(rtm, "message"); // Slack tells an app of its own messages
    const reply = await rtm.sendMessage("hello & goodbye", "C0GENERAL");
    const [echo] = await own;
    await rtm.sendMessage("a reply", "C0GENERAL", { thread_ts: reply.ts });
    await slack("rate-limit", { method: "chat.postMessage", after: 1 });
    const limited = once(rtm, "rate_limited");
    const later = rtm.sendMessage("later", "C0GENERAL");
    const [wait] = await limited;
    await later;
    const refused = await outcome(rtm.sendMessage("nobody", "C0NOWHERE"));
    await slack("answer-status", { method: "chat.postMessage", status: 502 });
    const uncertain = await outcome(rtm.sendMessage("uncertain", "C0GENERAL"));
    const updated = await rtm.updateMessage({ ts: reply.ts, channel: "C0GENERAL", text: "edited" });
    const { calls, received } = await slackLog();
    const posts = calls.filter(({ method }) => method === "chat.postMessage").map(({ form }) => [form.text, form.token, form.thread_ts === reply.ts]);
    return {
      reply: [reply.ok, reply.text, reply.type, reply.channel, reply.user, typeof reply.ts, reply.reply_to], echo: echo.text, wait, posts, updated: updated.ok,
      refused: [refused.code, refused.delivered, refused.data.error, refused.text], uncertain: [uncertain.code, uncertain.delivered], frames: received.filter(({ json }) => !json.includes("envelope_id")).length,
    };
  });
  assert.deepEqual(seen, {
    reply: [true, "hello & goodbye", "message", "C0GENERAL", "U00000BOT", "string", 1], echo: "hello & goodbye", wait: 1, updated: true,
    posts: [
      ["hello & goodbye", "xoxb-secret", false], ["a reply", "xoxb-secret", true], ["later", "xoxb-secret", false], ["later", "xoxb-secret", false],
      ["nobody", "xoxb-secret", false], ["uncertain", "xoxb-secret", false],
    ],
    refused: [code("rtmclient_send_message_platform"), "no", "channel_not_found", "nobody"], uncertain: [code("rtmclient_no_reply_received"), "unknown"], frames: 0,
  });
});

test("what RTM has and Socket Mode does not rejects, and says what there is instead", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient();
    const outcomes = [rtm.sendTyping("C0GENERAL"), rtm.subscribePresence(["U0000ANNA"]), rtm.send("presence_query", { ids: [] }), rtm.ping(), rtm.send({ type: "typing", channel: "C0GENERAL" })];
    return { outcomes: await Promise.all(outcomes.map(outcome)), code: ErrorCode.RTMNotInSocketModeError, unhandled };
  });
  assert.equal(seen.code, code("rtmclient_not_in_socket_mode"));
  const words = ["nothing shows there", "users.getPresence", "users.getPresence", "stats", "nothing shows there"];
  for (const [i, outcome] of seen.outcomes.entries()) {
    assert.deepEqual([outcome.code, outcome.delivered, outcome.message.includes(words[i])], [seen.code, "no", true], outcome.message);
  }
  assert.deepEqual(seen.unhandled, []);
});

test("a warning moves the session over, without a word, and stats() has what hello says", async (t) => {
  const seen = await inPage(t, async () => {
    await slack("connection-time", { time: 60 });
    const rtm = await appClient();
    const states = [];
    rtm.on("state", ({ name }) => states.push(name));
    rtm.on("gap", ({ recovered }) => states.push(["gap", recovered]));
    const { connections, connectionTime } = rtm.stats();
    const hello = once(rtm, "hello");
    await slack("warn");
    const [{ num_connections }] = await hello;
    await slackLogWhen(({ sockets }) => sockets === 1); // the old one has been read, and closed
    const heard = once(rtm, "message");
    await slack("say", { text: "still there?" });
    const [{ text, ts }] = await heard;
    while (rtm.stats().newest !== ts) await slackLog(); // it is known that the old one was alive
    return { states, connections, connectionTime, num_connections, text };
  });
  assert.deepEqual(seen, { states: [], connections: 1, connectionTime: 60_000, num_connections: 2, text: "still there?" });
});

test("a socket that is lost is a gap that is made good: what Slack could not deliver comes", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient({ retryConfig: { minTimeout: 100 } });
    await slack("hasten-retries", { times: 100 }); // the last but one comes after 600 ms
    const gap = once(rtm, "gap");
    await slack("stall-opens");
    await slack("drop");
    await slack("say", { text: "meanwhile" });
    const heard = once(rtm, "message");
    await slack("stall-opens", { on: "false" });
    const [{ recovered }] = await gap;
    const [{ text }] = await heard;
    return { recovered, text };
  });
  assert.deepEqual(seen, { recovered: true, text: "meanwhile" });
});

test("Socket Mode that is switched off is final, and says where to switch it on", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient();
    const end = once(rtm, "disconnected");
    await slack("switch-off");
    const [error] = await end;
    return plain(error);
  });
  assert.equal(seen.code, code("platform"));
  assert.match(seen.message, /app's settings/);
});

test("getConnection gives the socket, and a client without a bot's token hears", async (t) => {
  const seen = await inPage(t, async () => {
    const getConnection = async () => (await fetch(`${apiURL()}apps.connections.open`, { method: "POST", body: new URLSearchParams({ token: "xapp-of-the-server" }) })).json();
    const rtm = await appClient({ appToken: undefined, getConnection }, undefined);
    const heard = once(rtm, "message");
    await slack("say", { text: "hello" });
    const [{ text }] = await heard;
    const { calls } = await slackLog();
    return { text, user: rtm.activeUserId ?? null, calls: calls.map(({ method }) => method) };
  });
  assert.deepEqual(seen, { text: "hello", user: null, calls: ["apps.connections.open"] });
});

test("the app's token goes to apps.connections.open alone, and is in no log, trace or error", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient({ appToken: "xapp-hush-hush" });
    await rtm.sendMessage("hello", "C0GENERAL");
    await slack("refuse", { method: "apps.connections.open", code: "invalid_auth", n: 5 });
    await slack("drop");
    const [cause] = await once(rtm, "disconnected");
    const { calls } = await slackLog();
    const trace = await rtm.trace();
    return {
      with: calls.filter(({ form }) => form.token === "xapp-hush-hush").map(({ method }) => method), bot: calls.filter(({ form }) => form.token === "xoxb-secret").map(({ method }) => method),
      said: JSON.stringify([logged, plain(cause)]).includes("hush") || trace.recordings.some((recording) => atob(recording).includes("hush")),
    };
  });
  assert.deepEqual(seen, { with: ["apps.connections.open", "apps.connections.open"], bot: ["auth.test", "chat.postMessage"], said: false });
});

test("each event of a flood is delivered once, in order, and acknowledged", async (t) => {
  const seen = await inPage(t, async () => {
    const rtm = await appClient();
    const heard = [];
    rtm.on("message", (event) => heard.push(parseInt(event.text)));
    await slack("flood", { count: 2000 });
    const acks = await acksWhen((acks) => acks.length >= 2000);
    return { heard, events: new Set(acks.map(({ event_id }) => event_id)).size };
  });
  assert.deepEqual(seen.heard, Array.from({ length: 2000 }, (_, i) => i + 1));
  assert.equal(seen.events, 2000);
});

test("options that cannot work are refused at once", async (t) => {
  const seen = await inPage(t, () => [
    { socketMode: true }, { appToken: "xapp-1" }, { socketMode: true, appToken: "xoxb-1" }, { socketMode: "yes", appToken: "xapp-1" },
    { socketMode: true, shared: true, getConnection: async () => ({}) },
  ].map((options) => thrown(() => client(options))?.code));
  assert.deepEqual(seen, Array(5).fill(code("invalid_argument")));
});

test("a data store is told of a message of the app's own once", async (t) => {
  const seen = await inPage(t, async () => {
    const told = [];
    const dataStore = { cacheRtmStart() {}, handleRtmMessage: (user, team, type, event) => told.push([type, event.text ?? null]) };
    const rtm = await appClient({ dataStore });
    const own = once(rtm, "message");
    await rtm.sendMessage("hello", "C0GENERAL");
    await own;
    const last = once(rtm, "message");
    await slack("say", { text: "last" });
    await last;
    return told;
  });
  assert.deepEqual(seen, [["message", "hello"], ["message", "last"]]);
});
