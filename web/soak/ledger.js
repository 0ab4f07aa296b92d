// Holds what the workspace received and sent against what each tab sent and
// heard. Each message a tab sends is posted once at most, and its promise tells
// the truth; each event that Slack sends is emitted once, or lies in a gap that
// was told.

import { tokenOf } from "./tab.js";

export class Ledger {
  /** What does not agree, in sentences. */
  wrong = [];
  #tabs;
  /** Of each frame to a tab: how often it was sent to which tab, and when. */
  #said = new Map();
  /** Of each message from a tab: what it was answered with. */
  #posts = new Map();
  /** Messages that wait for their reply, by socket and id. */
  #unanswered = new Map();

  constructor(names) {
    this.#tabs = new Map(names.map((name) => [name, { heard: new Map(), heardEvents: 0, slackEvents: 0, gaps: [], away: [], settled: new Map(), unsettled: [] }]));
  }

  /** Enters what the workspace has logged, in the order in which it happened. */
  enterSlack({ received, sent }) {
    for (const { socket, type, id, json } of received) {
      if (type !== "message") continue;
      const { text } = JSON.parse(json);
      const post = { answer: "none" };
      this.#posts.set(text, [...(this.#posts.get(text) ?? []), post]);
      this.#unanswered.set(`${socket} ${id}`, post);
    }
    for (const { socket, token, json, at } of sent) {
      const frame = read(json);
      const to = [...this.#tabs.keys()].find((name) => tokenOf(name) === token);
      if (frame?.reply_to && frame.type === undefined) {
        const post = this.#unanswered.get(`${socket} ${frame.reply_to}`);
        if (post) post.answer = frame.ok ? "acknowledged" : "refused";
      }
      const entry = this.#said.get(json) ?? { frame, at: (at / 1000).toFixed(6), to: {} };
      entry.to[to] = (entry.to[to] ?? 0) + 1;
      this.#said.set(json, entry);
    }
  }

  /** Enters what a tab has taken down. */
  enterTab(name, { heard, slackEvents, gaps, away, settled, unsettled, unhandled, reported }) {
    const tab = this.#tabs.get(name);
    for (const text of heard) tab.heard.set(text, (tab.heard.get(text) ?? 0) + 1);
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
    for (const what of unhandled) this.wrong.push(`${name}: a promise was rejected that nobody holds: ${what}`);
    for (const what of reported) this.wrong.push(`${name}: a listener threw, or the package did: ${what}`);
  }

  /** Balances it all, once both sides have come to rest. */
  balance() {
    for (const [name, tab] of this.#tabs) {
      this.#balanceHeard(name, tab);
      this.#balanceSends(name, tab);
    }
    const known = new Set([...this.#tabs.values()].flatMap(({ settled, unsettled }) => [...settled.keys(), ...unsettled]));
    for (const text of this.#posts.keys()) if (!known.has(text)) this.wrong.push(`Slack received "${text}", which no tab has sent`);
  }

  #balanceHeard(name, tab) {
    tab.missed = 0;
    if (tab.heardEvents !== tab.slackEvents) this.wrong.push(`${name}: ${tab.heardEvents} raw_message, but ${tab.slackEvents} slack_event`);
    for (const [text, times] of tab.heard) {
      const { frame, to } = this.#said.get(text) ?? { to: {} };
      const most = isOneOfAKind(frame) ? Math.min(1, to[name] ?? 0) : to[name] ?? 0;
      if (times > most) this.wrong.push(`${name}: emitted ${times} times, sent to it ${to[name] ?? 0} times: ${brief(text)}`);
    }
    for (const [text, { frame, at, to }] of this.#said) {
      // Slack does not repeat to a socket what it wrote; what was sent to one tab alone is not for all.
      if (!isOneOfAKind(frame) || tab.heard.has(text) || (frame.text ?? "").startsWith(`${name}: `)) continue;
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
        acknowledged: posted === 1 && acknowledged === 1,
        refused: posted === 0 && answers.includes("refused"),
        unknown: posted <= 1,
        no: posted === 0,
      }[told];
      if (!agrees) this.wrong.push(says);
      else tab.counts[told]++;
    }
    for (const text of tab.unsettled) this.wrong.push(`${name}: the promise of "${text}" has not settled`);
  }

  /** The sums, for the table. */
  get sums() {
    const tabs = Object.fromEntries([...this.#tabs].map(([name, { settled, unsettled, counts, heardEvents, missed, gaps }]) => [
      name, { sent: settled.size + unsettled.length, ...counts, heard: heardEvents, missed, gaps: gaps.filter(({ recovered }) => !recovered).length, handovers: gaps.filter(({ recovered }) => recovered).length },
    ]));
    const posts = [...this.#posts.values()].flat();
    const count = (wanted) => posts.filter(({ answer }) => answer === wanted).length;
    return { tabs, slack: { received: posts.length, acknowledged: count("acknowledged"), refused: count("refused"), none: count("none") } };
  }
}

/** Whether a frame is an event of which there is one, told to every tab. */
const isOneOfAKind = (frame) => frame?.event_ts !== undefined || frame?.soak !== undefined;

function read(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // nonsense that the workspace was told to send
  }
}

const brief = (text) => (text.length > 200 ? `${text.slice(0, 200)}...` : text);
