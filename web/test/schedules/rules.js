// What the guides and rtm.d.ts promise, as rules that each run of a schedule is held to.

import { eventsOf, moves, never, Record, tellsOfState } from "./record.js";
import { endOfInstant } from "./slack.js";

export class Rules {
  /** The rules that were broken, in words. */
  broken = [];
  /** What became of the messages that were sent: {call, error, value}. */
  #sends = [];
  #world;
  #records = new Map();

  constructor(world) {
    this.#world = world;
  }

  of(member) {
    if (!this.#records.has(member)) this.#records.set(member, new Record());
    return this.#records.get(member);
  }

  breaks(text) {
    this.broken.push(text);
    this.#world.note(() => `BROKEN: ${text}`);
  }

  /** Notes that a rule was broken, unless it is kept. */
  holds(isKept, text) {
    if (!isKept) this.breaks(typeof text === "function" ? text() : text);
  }

  // Calls.

  begins(call) {
    const record = this.of(call.member);
    if (call.isOrdered) record.waiting.set(call.text, call.number);
    if (call.ids) record.presence = undefined;
    if (call.wantsSession) record.hasEnded = false;
    if (call.kind !== "disconnect") return;
    record.isCut = true;
    this.#isLeft(call.member);
  }

  /** The caller wants to be away, or another's session: nobody tells what is missed. */
  #isLeft(member) {
    const record = this.of(member);
    record.hasStood = false;
    record.presence = undefined;
    this.#isDeaf(record);
  }

  anotherToken(member) {
    this.#isLeft(member);
  }

  settles(call, error, value) {
    const record = this.of(call.member);
    this.holds(!call.isSettled, `${call} was settled twice`);
    call.isSettled = true;
    record.waiting.delete(call.text);
    if (error) this.#rejects(call, error);
    else call.check?.(value, (isKept, what) => this.holds(isKept, () => `${call} ${what}, and gave ${JSON.stringify(value)}`));
    if (call.text) this.#sends.push({ call, error, value });
    if (call.kind === "disconnect") {
      this.holds(!error, () => `${call} rejected: ${error}`);
      this.holds(call.member.ups !== call.ups || call.member.rtm.state === "disconnected", () => `${call} resolved while ${call.member.rtm.state}`);
    }
    if (call.ids && !error) record.presence = call.downs === call.member.downs ? call.ids : undefined;
  }

  #rejects(call, error) {
    this.#isClear(error, call);
    if (call.sends) this.holds(/^(no|unknown)$/.test(error.delivered), () => `${call} rejected and does not say what became of it: ${error.code} ${error.message}`);
    if (call.refusal) this.holds(error.code === this.#world.ErrorCode[call.refusal], () => `${call} rejected with ${error.code} ${error.message}`);
  }

  /** An error is one, with a code and a sentence, and has no secret. */
  #isClear(error, whose) {
    const { ErrorCode } = this.#world;
    this.holds(tagOf(error) === "Error" && Object.values(ErrorCode).includes(error.code) && error.message !== "", () => `${whose}: the error does not say enough: ${error?.stack ?? error}`);
    for (let at = error, depth = 0; at && depth < 10; at = at.cause, depth++) {
      this.holds(!hasSecret(`${at.message} ${JSON.stringify(at)}`), () => `${whose}: an error has a secret: ${at.message}`);
    }
  }

  logged(member, level, text) {
    this.#world.note(() => `  ${member} logs ${level}: ${text}`);
    this.holds(!hasSecret(text), `${member}: a line of the log has a secret: ${text}`);
  }

  // Events.

  heard(member, event, args) {
    const record = this.of(member);
    this.holds(!member.isSilent || member.isSocket || this.#isOfCall(event, args), `${member} hears ${event} after disconnect() has resolved`);
    if (/^(raw_message|slack_event|message)$/.test(event) && !member.isSocket) {
      this.holds(![...member.open].some(({ kind }) => kind === "disconnect"), `${member} hears ${event} after disconnect() was called`);
    }
    if (event !== "state") this.holds(member.rtm.state === record.state, () => `${member} is ${member.rtm.state} in a listener of ${event}, and was ${record.state} as it was told`);
    if (tellsOfState.has(event)) {
      const next = record.expected.shift();
      this.holds(event === next, `${member} hears ${event}, and the next that tells of ${record.state} is ${next}`);
    }
    this.#on[event]?.(member, record, ...args);
  }

  /** Whether an event is of call(), which needs no session. */
  #isOfCall(event, [error]) {
    return event === "rate_limited" || (event === "error" && isOfProgram(error));
  }

  #on = {
    state: (member, record, { name, previous, cause }) => {
      const isDeath = /engine_died/.test(cause?.code);
      this.holds(previous === record.state, `${member}: the state before ${name} is said to be ${previous}, and was ${record.state}`);
      this.holds(record.expected.length === 0 || isDeath, `${member} is ${name}, and of ${record.state} there was no ${record.expected}`);
      // What a worker has told and a tab has not heard when it leaves it does not hear any more.
      const isCutShort = member.tab && record.state === "connected" && /^(disconnect|reconnect)ing$/.test(name);
      this.holds(moves[record.state].includes(name) || isCutShort || (isDeath && name === "disconnected"), `${member} was ${record.state} and is ${name}`);
      const hasFailed = name === "reconnecting" || (name === "disconnected" && previous !== "disconnecting") || isDeath;
      this.holds(hasFailed === (cause !== undefined), () => `${member} is ${name} with the cause ${cause}`);
      if (cause) this.#isClear(cause, member);
      if (isDeath) this.of(member.workspace).notBefore.clear();
      record.expected = [...eventsOf[name]];
      record.state = name;
      record.moves++;
      record.hasEnded = name === "disconnected" && previous !== "disconnecting";
      if (name === "connected") [record.hasStoodBefore, record.hasStood] = [record.hasStood, true];
      if (name === "disconnecting") this.#isLeft(member);
      if (record.hasEnded && !record.hasStood) this.#isDeaf(record);
      const last = record.deaf.at(-1);
      if (name !== "ready" || last.to !== never) return;
      record.began = last.to = endOfInstant(this.#world.slack.now());
    },
    gap: (member, record, { from = "", to, cause, recovered }) => {
      this.holds(/^(connected|ready|disconnecting)$/.test(record.state), `${member} hears of a gap while ${record.state}`);
      this.holds(record.hasStoodBefore || record.state !== "connected", `${member} hears of a gap, and has left what was before`);
      this.holds(from <= to, `${member} hears of a gap from ${from} to ${to}`);
      this.holds(tagOf(cause) === "Error", `${member} hears of a gap without a cause`);
      if (cause) this.#isClear(cause, member);
      if (!recovered) record.deaf.unshift({ from, to: endOfInstant(to) });
    },
    error: (member, record, error) => {
      this.#isClear(error, member);
      // A start ends with the program, and there may be no state to tell of that.
      if (isOfProgram(error) && record.state === "disconnected") record.hasEnded = true;
    },
    unable_to_rtm_start: (member, record, error) => {
      this.#isClear(error, member);
      this.holds(record.state === "authenticating", `${member}: a call for a session failed while ${record.state}`);
    },
    latency: (member, record, ms) => this.holds(ms >= 0, `${member}: a ping took ${ms} ms`),
    raw_message: (member, record, text) => {
      this.holds(record.raw === undefined || record.isCut, `${member} hears no slack_event of ${record.raw}`);
      Object.assign(record, { raw: text, isCut: false });
    },
    slack_event: (member, record, type, frame) => {
      this.holds(record.raw !== undefined && JSON.stringify(JSON.parse(record.raw)) === JSON.stringify(frame), () => `${member} hears slack_event of ${JSON.stringify(frame)}, and raw_message was of ${record.raw}`);
      record.raw = undefined;
      record.frame = frame;
    },
    "slack:message": (member, record, frame) => this.holds(frame === record.frame, `${member} hears slack:message of another frame than slack_event`),
    message: (member, record, frame) => {
      this.holds(frame === record.frame, `${member} hears a message of another frame than slack_event`);
      const { user, text, ts } = frame;
      if (user === "U1") return this.#hearsOwn(member, record, text);
      if (user !== "anna") return;
      this.holds(!record.heard.includes(text), `${member} hears "${text}" twice`);
      record.heard.push(text);
      if (ts > record.since) record.since = ts;
      const said = this.#world.slack.said.find((one) => one.text === text);
      this.holds(said?.member === member.workspace, `${member} hears "${text}", which was not said to it`);
    },
  };

  /** A message of its own workspace's, which another socket has brought, or another tab's. */
  #hearsOwn(member, record, text) {
    this.holds(!record.heardOwn.has(text), `${member} hears "${text}" twice`);
    record.heardOwn.add(text);
  }

  #isDeaf(record) {
    if (record.deaf.at(-1)?.to !== never) record.deaf.push({ from: record.since, to: never });
  }

  // The wire.

  wrote(socket, { id, type, text }) {
    this.holds(Number.isSafeInteger(id) && id > 0 && typeof type === "string", `a frame has the id ${id} and the type ${type}`);
    if (!/^send /.test(text)) return;
    const record = this.#world.everyone.map((member) => this.of(member)).find(({ waiting }) => waiting.has(text));
    const number = record?.waiting.get(text);
    this.holds(number !== undefined, `"${text}" is written, and was already, or is settled`);
    record?.waiting.delete(text);
    for (const [earlier, other] of record?.waiting ?? []) this.holds(other > number, `"${text}" is written before "${earlier}"`);
  }

  /** Slack refuses a message for haste: it comes again. */
  mustRepeat(member, text) {
    const call = this.#world.everyone.flatMap(({ open }) => [...open]).find((one) => one.text === text && one.isOrdered);
    if (call) this.of(call.member).waiting.set(text, call.number);
  }

  /** The attempt that a member makes, or what else it does. */
  attemptOf(member) {
    const { state, moves } = this.of(member);
    return `${state} ${moves}`;
  }

  mayCall(member, token) {
    const { notBefore } = this.of(member);
    const early = (notBefore.get(token) ?? 0) - this.#world.clock.mono;
    this.holds(early <= 0, `${member} calls Slack ${early} ms before it may`);
  }

  /** Whether Slack has asked to wait, and the client is to remember it. */
  isWaiting(member) {
    return [...this.of(member.workspace).notBefore.values()].some((until) => until > this.#world.clock.mono);
  }

  mustWait(member, token, ms) {
    this.of(member).notBefore.set(token, this.#world.clock.mono + ms);
  }

  // The end.

  /**
   * What was said was heard, or lies in a gap that was told, or in a time in which the
   * caller wanted no session. What was sent arrived once if its outcome says so, never if
   * it says so, and once at most in any case.
   */
  account() {
    const { slack } = this.#world;
    for (const member of this.#world.members) {
      const { heard, deaf } = this.of(member);
      for (const { text, ts } of slack.said.filter((said) => said.member === member.workspace)) {
        const isMissed = deaf.some(({ from, to }) => from < ts && ts <= to);
        this.holds(heard.includes(text) || isMissed, () => `${member} did not hear "${text}" of ${ts}, and nobody said so: ${JSON.stringify(deaf)}`);
      }
    }
    for (const { call, error, value } of this.#sends) {
      const count = slack.arrived.get(call.text) ?? 0;
      this.holds(count <= 1, `"${call.text}" arrived ${count} times`);
      if (error?.delivered === "no") this.holds(count === 0, `"${call.text}" arrived, and its outcome is that it did not: ${error.message}`);
      if (value?.ok) this.holds(count === 1, `"${call.text}" was confirmed and did not arrive`);
    }
  }
}

/** What a value says that it is: a tab's Error is no instance of this page's. */
const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** Whether an error is that the program could not be loaded, or has ended. */
const isOfProgram = ({ code }) => /initialize|engine_died/.test(code);

/** Whether a text has the token, or the path of a socket's address. */
const hasSecret = (text) => /a-secret/.test(text);
