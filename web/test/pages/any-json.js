// Draws frames that a server should not send: any JSON in any member. A seed gives the
// same frames again.

/** Numbers from 0 to 1, from a seed (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values of every kind, as JSON texts. None is the id of a frame, and no type ends a session. */
const values = [
  "null", "true", "false", "0", "-0", "1.5", "-1", "5e15", "1e400", "9007199254740993",
  '""', '"text"', '"1"', '"2"', '"message"', '"hello"', '"error"', '"pong"', '"__proto__"', '"constructor"', '"disconnected"', '"slack_event"',
  '"\\ud800"', '"\\u0000\\u001e\\u001f"', '"1700000000.000100"', '"9999999999999999.000100"', '"wss://elsewhere.test/"', '"http://"', '"é😀"',
  "{}", '{"toString":0}', '{"toString":null,"valueOf":null}', '{"toJSON":0}', '{"__proto__":{"type":"message"}}', '{"id":"C1"}', '{"id":{}}', '{"code":{},"msg":[]}', '{"length":9e15}',
  "[]", '["message"]', "[1]", "[[[]]]", "[null]", `"${"long ".repeat(4000)}"`, `${"[".repeat(12_000)}${"]".repeat(12_000)}`,
];

/** Frames as a server does send them, member by member. */
const frames = [
  { type: '"message"', channel: '"C0GENERAL"', user: '"U0000ANNA"', text: '"hi"', ts: '"1700000000.000200"', event_ts: '"1700000000.000200"' },
  { type: '"message"', subtype: '"bot_message"', channel: '"C0GENERAL"', text: '"beep"', ts: '"1700000000.000300"' },
  { type: '"message"', subtype: '"message_changed"', channel: '"C0GENERAL"', message: '{"ts":"1700000000.000200","text":"hi there"}' },
  { type: '"message"', subtype: '"message_deleted"', channel: '"C0GENERAL"', deleted_ts: '"1700000000.000200"' },
  { type: '"user_typing"', channel: '"C0GENERAL"', user: '"U0000ANNA"' },
  { type: '"presence_change"', presence: '"away"', users: '["U0000ANNA"]' },
  { type: '"reaction_added"', user: '"U0000ANNA"', reaction: '"x"', item: '{"type":"message","channel":"C0GENERAL","ts":"1700000000.000200"}', event_ts: '"1700000000.000400"' },
  { type: '"channel_joined"', channel: '{"id":"C1","name":"one"}' },
  { type: '"user_change"', user: '{"id":"U0000ANNA","name":"anne","profile":{}}' },
  { type: '"hello"' }, { type: '"error"', error: '{"code":1,"msg":"no"}' }, { type: '"reconnect_url"', url: '"wss://elsewhere.test/"' }, { type: '"pong"', reply_to: "5e15" },
  { ok: "true", reply_to: "5e15", ts: '"1700000000.000500"', text: '"hi"' }, { ok: "false", reply_to: "5e15", error: '{"code":-1,"msg":"slow down"}' }, {},
];

const names = ["type", "subtype", "channel", "user", "text", "ts", "event_ts", "ok", "error", "reply_to", "url", "message", "item", "users", "hidden", "__proto__", "toJSON"];

const others = ["", "null", "5", '"text"', "[]", '[{"type":"message"}]', "{", '{"type":"message",}', "\u001e", "undefined"];

/**
 * So many frames. Those that are objects have their place in the row as the member "n".
 * @param {number} seed
 * @param {number} count
 */
export function draw(seed, count) {
  const random = numbers(seed);
  const one = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (_, n) => {
    if (random() < 0.05) return one(others);
    const members = Object.entries(one(frames));
    while (random() < 0.6) members.push([one(names), one(values)]); // the last of two with one name counts
    return `{${[...members, ["n", n]].map(([name, value]) => `"${name}":${value}`).join(random() < 0.1 ? " ,\n" : ",")}}`;
  });
}

/** What JSON.parse makes of a frame, if it is one: an object with a type, or with the number of a frame that it answers. */
export function parsed(text) {
  let event;
  try {
    event = JSON.parse(text);
  } catch {
    return undefined;
  }
  const hasType = typeof event?.type === "string" && event.type !== "";
  return hasType || (Number.isSafeInteger(event?.reply_to) && event.reply_to !== 0) ? event : undefined;
}

/** Whether two values are the same, however deep they are. */
export function same(one, other) {
  const pairs = [[one, other]];
  while (pairs.length > 0) {
    const [a, b] = pairs.pop();
    if (typeof a !== "object" || typeof b !== "object" || !a || !b) {
      if (!Object.is(a, b)) return false;
      continue;
    }
    const keys = Object.keys(a);
    if (Array.isArray(a) !== Array.isArray(b) || keys.join("\0") !== Object.keys(b).join("\0")) return false;
    for (const key of keys) pairs.push([a[key], b[key]]);
  }
  return true;
}

/** The events that frames are emitted as, beside slack_event. Replies are left out: they have no listeners by type. */
const listened = ["message", "user_typing", "message::bot_message", "message::text", "presence_change", "__proto__", "constructor", "slack:message", "slack:error", "slack:hello", "slack:__proto__"];

const namesOf = ({ type, subtype }) => (typeof type === "string" ? [`slack:${type}`, type, ...(typeof subtype === "string" && subtype ? [`${type}::${subtype}`] : [])] : []);

/**
 * Brings frames to a client that is ready, sends meanwhile, and reports what is not as
 * with a bare JSON.parse: an empty list, if all is well.
 * @param {any} rtm
 * @param {string[]} texts
 */
export async function run(rtm, texts) {
  const faults = [];
  const want = [...texts, `{"type":"the_last","n":${texts.length}}`].map((text) => [text, parsed(text)]).filter(([, event]) => event);
  const got = [];
  const raw = [];
  const typed = Object.create(null);
  rtm.on("raw_message", (text) => {
    if (Object.hasOwn(JSON.parse(text), "n")) raw.push(text);
  });
  rtm.on("slack_event", (type, event) => {
    if (Object.hasOwn(event, "n")) got.push([type, event]);
  });
  for (const name of listened) {
    rtm.on(name, (event) => {
      if (Object.hasOwn(event, "n") && !Object.hasOwn(event, "reply_to")) (typed[name] ??= []).push(event.n);
    });
  }
  const last = until(rtm, "slack_event", (type) => type === "the_last");
  const sends = [];
  for (const [n, text] of texts.entries()) {
    rtm.handleWsMessage(text);
    if (n % 3 === 0) sends.push([`message ${n}`, rtm.sendMessage(`message ${n}`, "C0GENERAL")]);
    // So that some frames come in bursts, and some alone.
    if (n % 40 === 0) await rtm.ping();
    else if (n % 7 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  rtm.handleWsMessage(`{"type":"the_last","n":${texts.length}}`);
  await last;
  await rtm.ping();
  for (const [text, sent] of sends) {
    const reply = await sent;
    if (reply.text !== text) faults.push(`"${text}" has got the reply to "${reply.text}"`);
  }
  if (raw.length !== want.length) faults.push(`${raw.length} frames as text, of ${want.length}`);
  if (got.length !== want.length) faults.push(`${got.length} events, of ${want.length}`);
  for (const [i, [text, event]] of want.entries()) {
    if (!got[i] || !same(got[i][1], event) || raw[i] !== text) {
      faults.push(`event ${i} is not ${text.slice(0, 300)}`);
      break;
    }
    if (got[i][0] !== (typeof event.type === "string" && event.type ? event.type : undefined)) faults.push(`the type of ${text.slice(0, 300)} is ${String(got[i][0])}`);
  }
  for (const name of listened) {
    const wanted = want.filter(([, event]) => !Object.hasOwn(event, "reply_to") && namesOf(event).includes(name)).map(([, event]) => event.n);
    if (String(typed[name] ?? "") !== String(wanted)) faults.push(`${name} was emitted for ${typed[name]}, not for ${wanted}`);
  }
  return faults;
}
