// Slack, the network to it, and what goes wrong with them: the answers to calls, the other
// ends of sockets, and who says what.

import { asEmitter, asWebSocket, Socket } from "./socket.js";

/** How a call for a session fails. */
const callFaults = [
  () => { throw new TypeError("Failed to fetch"); },
  () => refusal("fatal_error"),
  () => refusal("invalid_auth"), // is final
  () => ({ status: 429, retryAfter: 40, data: {} }),
  () => ({ status: 500, data: {} }),
  () => ({ status: 404, data: {} }), // is final if there was no session
  () => ({ status: 200, text: "<html>" }),
  () => ({ status: 200, data: { ok: true, url: "ws://slack.test/not-safe", self: { id: "U1" }, team: { id: "T1" } } }), // is final
];

const refusal = (error) => ({ status: 200, data: { ok: false, error } });

/** What goes wrong; nothing, at first. */
const fairWeather = () => ({
  fault: 0, failingCalls: 0, failingOpens: 0, failingWrites: 0, nacks: 0, nackCode: 4, ackDelay: 0, fill: 0,
  stallsCalls: false, stallsOpens: false, keepsHello: false, holdsAcks: false, losesPongs: false, isStubborn: false,
});

/** Slack's code for haste: the message is to come again. */
export const slowDown = -1;

/** Slack's way to write a time, in ms since 1970; no two of a schedule are equal. */
export const timestamp = (ms, micros) => `${Math.floor(ms / 1000)}.${String(Math.floor(ms % 1000) * 1000 + micros + 1e6).slice(1)}`;

export class Slack {
  weather = fairWeather();
  /** @type {Socket[]} the oldest first */
  sockets = [];
  /** What Anna said: {member, text, ts}. */
  said = [];
  /** How often each text was posted. */
  arrived = new Map();
  /** What is kept waiting: calls, openings. */
  #stalled = [];
  #tickets = 0;
  #micros = 0;
  #world;

  constructor(world) {
    this.#world = world;
  }

  /** The sockets that are open, of one member or of all. */
  open(member) {
    return this.sockets.filter((socket) => socket.isOpen && (!member || socket.member === member));
  }

  /** From now on all is well, and what waits comes. */
  clearUp() {
    this.weather = fairWeather();
    this.release();
  }

  release() {
    Object.assign(this.weather, { stallsCalls: false, stallsOpens: false, keepsHello: false, holdsAcks: false });
    for (const go of this.#stalled.splice(0)) this.#world.after(1, go);
    for (const socket of this.open()) {
      if (!socket.greeted) this.#world.after(1, () => this.#greet(socket));
      for (const ack of socket.acks.splice(0)) this.#world.after(1, ack);
    }
  }

  now() {
    this.#micros = (this.#micros + 1) % 1000;
    return timestamp(this.#world.real, this.#micros);
  }

  /** Waits as a call or an opening does. */
  #takeTime(isStalled) {
    return new Promise((go) => {
      if (isStalled) this.#stalled.push(go);
      else this.#world.after(5, go);
    });
  }

  /** Answers a call of the Web API: {status, retryAfter, data or text}, or throws. */
  async answer(member, method, token, signal) {
    const isForSession = /^rtm\./.test(method);
    const { rules } = this.#world;
    if (isForSession) rules.mayCall(member, token);
    const attempt = rules.attemptOf(member);
    await this.#takeTime(this.weather.stallsCalls);
    if (this.weather.failingCalls > 0) {
      this.weather.failingCalls--;
      const answer = callFaults[this.weather.fault]();
      const isHeard = signal ? !signal.aborted : rules.attemptOf(member) === attempt; // and was not given up meanwhile
      if (isForSession && answer.retryAfter && isHeard) rules.mustWait(member, token, answer.retryAfter * 1000);
      return answer;
    }
    if (!isForSession) return { status: 200, data: { ok: true, method } };
    return { status: 200, data: { ok: true, url: this.urlFor(member), self: { id: "U1", name: "bot" }, team: { id: "T1" } } };
  }

  /** The address of a socket, with a secret in it. */
  urlFor(member) {
    return `wss://slack.test/${member.name}/a-secret-ticket-${++this.#tickets}`;
  }

  /** Opens a socket, for the page's WebSocket or for socketFn. */
  connect(url, isEmitter = false) {
    const member = this.#world.workspaces.find(({ name }) => url.includes(`/${name}/`));
    const socket = new Socket(this, member, url);
    socket.isEmitter = isEmitter;
    this.sockets.push(socket);
    const isLost = !member || this.weather.failingOpens > 0;
    if (member && isLost) this.weather.failingOpens--;
    this.#takeTime(this.weather.stallsOpens).then(() => {
      if (isLost) return socket.end(1006);
      socket.open();
      if (!this.weather.keepsHello) this.#world.after(1, () => this.#greet(socket));
    });
    return isEmitter ? asEmitter(socket) : asWebSocket(socket);
  }

  #greet(socket) {
    if (socket.greeted || socket.dead || !socket.isOpen) return;
    socket.greeted = true;
    this.bring(socket, { type: "hello" });
  }

  bring(socket, frame) {
    socket.bring(typeof frame === "object" ? JSON.stringify(frame) : frame);
  }

  /** A frame comes in from the page. */
  takes(socket, text) {
    const { weather } = this;
    if (weather.failingWrites > 0 && socket.isEmitter) {
      weather.failingWrites--;
      throw new Error("the write failed");
    }
    const frame = JSON.parse(text);
    this.#world.rules.wrote(socket, frame);
    if (socket.dead) return;
    switch (frame.type) {
      case "ping":
        if (!weather.losesPongs) this.#world.after(1, () => this.bring(socket, { type: "pong", reply_to: frame.id }));
        return;
      case "presence_sub":
        socket.presence = frame.ids;
        return;
      case "message":
        return this.#post(socket, frame);
    }
  }

  #post(socket, { id, text, channel }) {
    const { weather } = this;
    if (weather.nacks > 0) {
      weather.nacks--;
      const code = weather.nackCode;
      this.#world.after(1, () => {
        if (code === slowDown && socket.isOpen && !socket.dead) this.#world.rules.mustRepeat(socket.member, text);
        this.bring(socket, { ok: false, reply_to: id, error: { code, msg: "no" } });
      });
      return;
    }
    this.arrived.set(text, (this.arrived.get(text) ?? 0) + 1);
    const ts = this.now();
    for (const other of this.open(socket.member)) if (other !== socket && other.greeted) this.bring(other, { type: "message", user: "U1", channel, text, ts });
    const ack = () => this.bring(socket, { ok: true, reply_to: id, ts, text, channel });
    if (weather.holdsAcks) socket.acks.push(ack);
    else this.#world.after(1 + weather.ackDelay, ack);
  }

  /** The page closes a socket; `done` tells it of the end. */
  isLeft(socket, done) {
    if (!this.weather.isStubborn) this.#world.after(1, done);
  }

  /** Anna says something new, to whoever is there. */
  say(frame = {}) {
    for (const member of this.#world.workspaces) {
      const said = { member, text: `say ${this.said.length + 1}`, ts: this.now() };
      this.said.push(said);
      for (const socket of this.open(member)) {
        if (socket.greeted) this.bring(socket, { type: "message", user: "anna", channel: "C1", text: said.text, ts: said.ts, ...frame });
      }
    }
  }

  /** What was said in a gap, for the option backfill. */
  history(member, { from, to }) {
    const { began, since } = this.#world.rules.of(member);
    const after = from ?? (since > began ? since : began); // the caller knows what it has
    return this.said
      .filter((said) => said.member === member && after < said.ts && said.ts <= endOfInstant(to))
      .map(({ text, ts }) => ({ type: "message", user: "anna", channel: "C1", text, ts }));
  }
}

/** A timestamp after those of all messages of one instant: many happen in one. */
export const endOfInstant = (ts) => ts.slice(0, -3) + "999";
