// Holds what the workspace received and sent against what each tab sent and
// heard. Each message a tab sends is posted once at most, and its promise tells
// the truth; each event that Slack sends is emitted once, or lies in a gap that
// was told. In Socket Mode what is told apart is the event in an envelope, however
// often it comes, and each envelope is acknowledged in time.

import { tokensOf } from "./tab.js";

/** How long Slack waits for an acknowledgement, in ms. */
const ACK = 3_000;

export class Ledger {
  /** What does not agree, in sentences. */
  wrong = [];
  #tabs;
  /** Of each frame to a tab: how often it was sent to which tab, when, and whether it is one event, told to every tab. */
  #said = new Map();
  /** Of each message from a tab: what it was answered with. */
  #posts = new Map();
  /** Messages that wait for their reply, by socket and id. */
  #unanswered = new Map();
  /** In Socket Mode: the texts that chat.postMessage was called with, and each envelope by its id. */
  #called = new Set();
  #envelopes = new Map();

  constructor(names) {
    this.#tabs = new Map(names.map((name) => [name, { heard: new Map(), heardEvents: 0, slackEvents: 0, gaps: [], away: [], settled: new Map(), unsettled: [] }]));
  }

  /** Enters what the workspace has logged, in the order in which it happened. */
  enterSlack({ calls, received, sent }) {
    for (const { method, form } of calls) if (method === "chat.postMessage") this.#called.add(form.text);
    for (const { socket, token, json, at } of sent) {
      const id = read(json)?.envelope_id;
      if (id) this.#envelopes.set(id, { socket, at });
    }
    for (const { socket, type, id, json, at } of received) {
      const envelope = this.#envelopes.get(read(json)?.envelope_id);
      if (envelope) envelope.took ??= at - envelope.at;
      if (type !== "message") continue;
      const { text } = JSON.parse(json);
      this.#unanswered.set(`${socket} ${id}`, this.#enterPost(text, "none"));
    }
    for (const { socket, token, json, at } of sent) {
      const { key, frame } = eventIn(json);
      const to = [...this.#tabs.keys()].find((name) => tokensOf(name).includes(token));
      if (frame?.reply_to && frame.type === undefined) {
        const post = this.#unanswered.get(`${socket} ${frame.reply_to}`);
        if (post) post.answer = frame.ok ? "acknowledged" : "refused";
      }
      let entry = this.#said.get(key);
      if (!entry) {
        const inEnvelope = key !== json;
        const isOne = inEnvelope || frame?.event_ts !== undefined || frame?.soak !== undefined;
        this.#said.set(key, (entry = { frame, at: (at / 1000).toFixed(6), to: {}, inEnvelope, isOne }));
        // Slack tells an app of what the app has posted, too.
        if (inEnvelope && this.#called.has(frame.text)) this.#enterPost(frame.text, "acknowledged");
      }
      entry.to[to] = (entry.to[to] ?? 0) + 1;
    }
  }

  #enterPost(text, answer) {
    const post = { answer };
    this.#posts.set(text, [...(this.#posts.get(text) ?? []), post]);
    return post;
  }

  /** Enters what a tab has taken down. */
  enterTab(name, { heard, slackEvents, gaps, away, settled, unsettled, unhandled, reported, mostSockets }) {
    const tab = this.#tabs.get(name);
    for (const { key } of heard.map(eventIn)) tab.heard.set(key, (tab.heard.get(key) ?? 0) + 1);
    tab.heardEvents += heard.length;
    tab.slackEvents += slackEvents;
    tab.gaps.push(...gaps);
    // One that is not over is handed over again.
    tab.away = [...tab.away.filter(({ to }) => to !== "9"), ...away];
    for (const send of settled) {
      if (tab.settled.has(send.text)) this.wrong.push(`"${send.text}" was settled twice`);
      tab.settled.set(send.text, send);
    }
    tab.unsettled = unsettled;
    if (mostSockets > 2) this.wrong.push(`${name}: ${mostSockets} sockets were open at a time`);
    for (const what of unhandled) this.wrong.push(`${name}: a promise was rejected that nobody holds: ${what}`);
    for (const what of reported) this.wrong.push(`${name}: a listener threw, or the package did: ${what}`);
  }

  /** Balances it all, once both sides have come to rest. */
  balance() {
    for (const [name, tab] of this.#tabs) {
      this.#balanceHeard(name, tab);
      this.#balanceSends(name, tab);
    }
    this.#balanceEnvelopes();
    const known = new Set([...this.#tabs.values()].flatMap(({ settled, unsettled }) => [...settled.keys(), ...unsettled]));
    for (const text of this.#posts.keys()) if (!known.has(text)) this.wrong.push(`Slack received "${text}", which no tab has sent`);
  }

  #balanceHeard(name, tab) {
    tab.missed = 0;
    if (tab.heardEvents !== tab.slackEvents) this.wrong.push(`${name}: ${tab.heardEvents} raw_message, but ${tab.slackEvents} slack_event`);
    for (const [text, times] of tab.heard) {
      const { isOne, to } = this.#said.get(text) ?? { to: {} };
      const most = isOne ? Math.min(1, to[name] ?? 0) : to[name] ?? 0;
      if (times > most) this.wrong.push(`${name}: emitted ${times} times, sent to it ${to[name] ?? 0} times: ${brief(text)}`);
    }
    for (const [text, { frame, at, to, inEnvelope, isOne }] of this.#said) {
      // Slack does not repeat to a socket what it wrote; what was sent to one tab alone is not for all.
      if (!isOne || tab.heard.has(text) || (!inEnvelope && (frame.text ?? "").startsWith(`${name}: `))) continue;
      const when = frame.event_ts ?? at;
      const within = (spans) => spans.some(({ from, to }) => from < when && when <= to);
      if (within(tab.away)) continue;
      if (within(tab.gaps.filter(({ recovered }) => !recovered))) tab.missed++;
      else this.wrong.push(`${name}: lost, and no gap says so; sent to it ${to[name] ?? 0} times at ${when}: ${brief(text)}`);
    }
  }

  #balanceSends(name, tab) {
    tab.counts = { acknowledged: 0, refused: 0, unknown: 0, no: 0 };
    for (const { text, outcome, code, message } of tab.settled.values()) {
      const answers = (this.#posts.get(text) ?? []).map(({ answer }) => answer);
      const [posted, acknowledged] = [answers.filter((answer) => answer !== "refused").length, answers.filter((answer) => answer === "acknowledged").length];
      const told = outcome === "no" && code === "slackclient_rtmclient_send_message_platform_error" ? "refused" : outcome;
      const says = `${name}: "${text}" is told as ${told}${message ? ` (${message})` : ""}, and Slack says [${answers}]`;
      const agrees = {
        // Of what is posted Slack may have told the app while it had no socket.
        acknowledged: this.#called.has(text) ? posted <= 1 : posted === 1 && acknowledged === 1,
        refused: posted === 0 && (answers.includes("refused") || this.#called.has(text)),
        unknown: posted <= 1,
        no: posted === 0,
      }[told];
      if (!agrees) this.wrong.push(says);
      else tab.counts[told]++;
    }
    for (const text of tab.unsettled) this.wrong.push(`${name}: the promise of "${text}" has not settled`);
  }

  /** Slack had each acknowledgement in time, unless the socket had gone by then: one that lives brings later ones. */
  #balanceEnvelopes() {
    const last = new Map();
    for (const { socket, at, took } of this.#envelopes.values()) if (took !== undefined) last.set(socket, at);
    for (const [id, { socket, at, took }] of this.#envelopes) {
      if (took > ACK) this.wrong.push(`${id} was acknowledged after ${Math.round(took)} ms`);
      if (took === undefined && last.get(socket) > at + ACK) this.wrong.push(`${id} was not acknowledged, and later ones were, by the same socket`);
    }
  }

  /** The sums, for the table. */
  get sums() {
    const tabs = Object.fromEntries([...this.#tabs].map(([name, { settled, unsettled, counts, heardEvents, missed, gaps }]) => [
      name, { sent: settled.size + unsettled.length, ...counts, heard: heardEvents, missed, gaps: gaps.filter(({ recovered }) => !recovered).length, handovers: gaps.filter(({ recovered }) => recovered).length },
    ]));
    const posts = [...this.#posts.values()].flat();
    const count = (wanted) => posts.filter(({ answer }) => answer === wanted).length;
    const acks = [...this.#envelopes.values()].flatMap(({ took }) => took ?? []);
    return { tabs, envelopes: { sent: this.#envelopes.size, acknowledged: acks.length, slowest: acks.reduce((most, took) => Math.max(most, took), 0) }, slack: { received: posts.length, acknowledged: count("acknowledged"), refused: count("refused"), none: count("none") } };
  }
}

/** The event that a frame is or has in its envelope, and what tells it apart. */
function eventIn(json) {
  const frame = read(json);
  const { event_id: id, event } = (frame?.envelope_id && frame.payload) || {};
  return id && event ? { key: id, frame: event } : { key: json, frame };
}

function read(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // nonsense that the workspace was told to send
  }
}

const brief = (text) => (text.length > 200 ? `${text.slice(0, 200)}...` : text);
