// Schedules: how they are drawn, run, and made shorter when they break a rule.

import { actions, namesOf } from "./actions.js";
import { browser } from "./tabs/browser.js";
import { Random } from "./random.js";
import { wordsOf, World } from "./world.js";

/** Pauses before a step, in ms; null is none at all, and 0 lets the page do what it can. */
const pauses = [null, null, 0, 0, 0, 1, 1, 5, 7, 100, 500, 1000, 2000, 3000, 5000, 10_000, 31_000];

/** Events in whose listeners steps are taken. */
const events = ["message", "state", "ready", "authenticated", "reconnecting", "disconnected", "gap", "error", "outgoing_message", "raw_message", "slack_event", "connecting", "disconnecting"];

/** The names to draw from: each as often as its weight is, in tenths. */
const drawn = (names) => names.flatMap((name) => Array(Math.round(actions[name][0] * 10)).fill(name));
const names = { client: drawn(namesOf.client), tabs: drawn(namesOf.tabs) };

/** Draws a schedule. They are mostly short: those go fast, and are soon understood. */
export function draw(seed, kind) {
  const random = new Random(seed);
  const members = kind === "tabs" ? tabs(random) : Array.from({ length: random.one(6) ? 2 : 1 }, () => options(random));
  const steps = [];
  do {
    steps.push({
      pause: random.pick(pauses),
      event: random.one(6) ? random.pick(events) : undefined,
      member: random.below(members.length),
      action: random.pick(names[kind]),
      n: random.below(8),
    });
  } while (steps.length < 40 && !random.one(8));
  return { seed, kind, isStarted: !random.one(8), members, steps };
}

/** Tabs that share a session. It has the options of the first. */
function tabs(random) {
  const { hasStore, hasBackfill, ...given } = options(random);
  return Array.from({ length: 2 + random.below(2) }, () => ({ ...given, asks: "token", socket: "page", shared: true }));
}

/** Options of a client. Pauses are not drawn by the client, or a seed would not replay. */
function options(random) {
  const retries = random.one(4) ? { retries: 2 } : {};
  return {
    asks: random.pick(["token", "token", "function", "getConnection", "webClient"]),
    socket: random.pick(["page", "page", "w3c", "emitter"]),
    hasStore: random.one(4),
    hasBackfill: random.one(3),
    retryConfig: { minTimeout: random.pick([10, 1000]), maxTimeout: 5000, factor: 2, ...retries },
    ...(random.one(10) && { autoReconnect: false }),
    ...(random.one(10) && { ackTimeout: 0, replyAckOnReconnectTimeout: 0 }),
    ...(random.one(3) && { sendQueueLimit: 3 }),
    ...(random.one(2) && { rateLimit: false }),
  };
}

/** Runs a schedule, and gives its world. */
export async function run(rtmwasm, schedule, isTold = false) {
  const places = schedule.kind === "tabs" ? await browser.tabs(schedule.members.length) : [];
  const world = new World(rtmwasm, schedule, isTold, places);
  await world.run();
  return world;
}

/** A schedule that breaks a rule, in words: the shortest that was found, and what happens in it. */
export async function tell(rtmwasm, schedule) {
  const broken = async (one) => (await run(rtmwasm, one)).rules.broken.map((text) => text.replace(/[\d"[{].*/, ""))[0];
  const rule = await broken(schedule);
  const isBroken = async (shorter) => (await broken(shorter)) === rule;
  if (!rule) return `Seed ${schedule.seed} broke a rule, and did not when it was run again.`;
  const short = await shorten(schedule, isBroken);
  const { rules, story } = await run(rtmwasm, short, true);
  const { steps, ...rest } = short;
  return [JSON.stringify(rest), ...steps.map(wordsOf), "", "What happens:", ...story, "", "Broken:", ...rules.broken].join("\n");
}

/** Leaves out what can be left out of a schedule so that it still breaks a rule. */
async function shorten(schedule, isBroken) {
  for (let again = true; again; ) {
    again = false;
    for (const shorter of shorterOnes(schedule)) {
      if (!(await isBroken(shorter))) continue;
      [schedule, again] = [shorter, true];
      break;
    }
  }
  return schedule;
}

/** What may be left out of a schedule, the most first. */
function* shorterOnes({ steps, members, ...rest }) {
  for (let size = steps.length >> 1; size > 0; size >>= 1) {
    for (let i = steps.length - size; i >= 0; i -= size) yield { ...rest, members, steps: steps.toSpliced(i, size) };
  }
  if (members.length > 1 && rest.kind !== "tabs") yield { ...rest, members: members.slice(0, 1), steps };
  for (const [i, options] of members.entries()) {
    for (const name of Object.keys(options)) {
      if (/^(asks|socket|hasStore|hasBackfill|retryConfig|shared)$/.test(name)) continue;
      const { [name]: _, ...fewer } = options;
      yield { ...rest, members: members.with(i, fewer), steps };
    }
  }
}
