// A crowd of tabs that come and go at random: some are closed, some crash, and now and
// then their worker is ended. Who is there in the end has heard each event once, or has a
// gap for it, and each send has settled, with the truth.

import { breakProgram, crash, flap, freeze, keepBusy, killWorkers, putAway, restore } from "../test/shared/deeds.js";

/** Impatient, so that a dead link is noticed within one fault. */
const options = {
  clientPingTimeout: 1_500, serverPongTimeout: 1_000, connectTimeout: 3_000, helloTimeout: 3_000, ackTimeout: 5_000,
  retryConfig: { forever: true, minTimeout: 100, maxTimeout: 2_000 }, rateLimit: false,
};

/** How long, in ms, the crowd may take to come to rest. */
const BOUND = 60_000;

/** What happens: [how often, name, deed]. */
const faults = [
  [6, "a tab is opened", (crowd) => crowd.open()],
  [3, "a tab is closed", (crowd, tab) => crowd.lose(tab, () => tab.page.close())],
  [3, "a tab crashes", (crowd, tab) => crowd.lose(tab, () => crash(tab.page))],
  [2, "a tab goes elsewhere", (crowd, tab) => crowd.lose(tab, () => tab.page.goto("about:blank"))],
  [3, "the worker is ended", (crowd, tab) => killWorkers(tab.page)],
  [1, "the program breaks down", (crowd, tab) => breakProgram(tab.page)],
  [2, "a tab is frozen", (crowd, tab) => crowd.hold(tab, async () => {
    const thaw = await freeze(tab.page);
    await crowd.pause(1_000);
    await thaw();
  })],
  [2, "a tab is put away", (crowd, tab) => crowd.hold(tab, async () => {
    await putAway(tab.page);
    await crowd.pause(500);
    await restore(tab.page);
  })],
  [2, "a tab is busy", (crowd, tab) => keepBusy(tab.page, 1_500)],
  [3, "a tab changes its mind", (crowd, tab) => tab.page.evaluate(() => changeMind())],
  [2, "the network flaps", (crowd, tab) => flap(tab.page, 4)],
  [2, "the socket is cut", (crowd) => crowd.slack.does("drop")],
  [1, "the link is dead", (crowd) => crowd.slack.does("half-open")],
  [1, "Slack says 429", async (crowd) => {
    await crowd.slack.does("rate-limit", { after: 1, n: 1 });
    await crowd.slack.does("drop");
  }],
];

export class Crowd {
  /** How often each fault was. */
  struck = Object.fromEntries(faults.map(([, name]) => [name, 0]));
  slack;
  pause;
  #openPage;
  #draws;
  #size;
  #isShared;
  #names = 0;
  /** Those that are there, and of these who cannot be asked anything. */
  #tabs = new Set();
  #held = new Set();
  /** Each message that people said: its timestamp, and when it was begun. */
  #said = [];

  /**
   * @param {object} given
   * @param {() => Promise<any>} given.openPage opens a page on the workspace
   * @param {any} given.slack the workspace; see slack.js
   * @param {any} given.draws see random.js
   * @param {(ms: number) => Promise<void>} given.pause
   * @param {number} given.size how many tabs there are at most
   * @param {boolean} given.isShared whether they have one session, or a worker each
   */
  constructor({ openPage, slack, draws, pause, size, isShared }) {
    Object.assign(this, { slack, pause });
    this.#openPage = openPage;
    this.#draws = draws;
    this.#size = size;
    this.#isShared = isShared;
  }

  /** Opens a tab, if there is room. */
  async open() {
    if (this.#tabs.size >= this.#size) return;
    const page = await this.#openPage();
    const tab = { name: `tab ${++this.#names}`, page, readyAt: Infinity };
    this.#tabs.add(tab);
    await page.evaluate(prepare, tab.name, options, this.#isShared);
    await page.waitForFunction("firstReady > 0", { polling: 50, timeout: BOUND });
    tab.readyAt = Date.now();
  }

  async openAll() {
    while (this.#tabs.size < this.#size) await this.open();
  }

  /** A tab goes for good. Of the last ones none does. */
  async lose(tab, deed) {
    if (this.#tabs.size <= 3) return;
    this.#tabs.delete(tab);
    await deed();
    if (!tab.page.isClosed()) await tab.page.close();
  }

  /** A tab cannot be asked anything meanwhile. */
  async hold(tab, deed) {
    this.#held.add(tab);
    await deed();
    this.#held.delete(tab);
  }

  #one() {
    return this.#draws.one([...this.#tabs].filter((tab) => !this.#held.has(tab)));
  }

  /** One fault after the other, until it is over. */
  async strike(isOver) {
    for (;;) {
      await this.pause(this.#draws.between(100, 1_000));
      if (isOver()) return;
      const [name, deed] = this.#draws.weighted(faults.map(([weight, ...fault]) => [weight, fault]));
      this.struck[name]++;
      await deed(this, this.#one());
    }
  }

  /** People say something, and tabs send something, until it is over. */
  async talk(isOver) {
    while (!isOver()) {
      const begun = Date.now();
      if (this.#draws.between(0, 1) < 0.5) this.#said.push({ ts: await this.slack.does("say", { text: "one of many" }), begun });
      else await this.#one().page.evaluate(() => send()).catch(() => {}); // it may go just now
      await this.pause(this.#draws.between(10, 100));
    }
  }

  /** Lets all come to rest, and says what does not agree, in sentences. */
  async account() {
    const wrong = [];
    const tabs = [...this.#tabs];
    await this.#comeToRest(tabs, wrong);
    const received = (await this.slack.takeLog()).received.filter(({ type }) => type === "message").map(({ json }) => JSON.parse(json).text);
    const times = new Map();
    for (const text of received) times.set(text, (times.get(text) ?? 0) + 1);
    for (const [text, count] of times) if (count > 1) wrong.push(`Slack received "${text}" ${count} times`);
    const taken = [];
    for (const { name, page, readyAt } of tabs) taken.push({ name, readyAt, ...(await page.evaluate(() => take())) });
    for (const tab of taken) {
      for (const text of tab.unsettled) wrong.push(`${tab.name}: the promise of "${text}" has not settled`);
      for (const what of tab.faults) wrong.push(`${tab.name}: ${what}`);
      for (const { text, told, message } of tab.settled) {
        const right = { yes: [1], no: [0], unknown: [0, 1] }[told];
        if (!right?.includes(times.get(text) ?? 0)) wrong.push(`${tab.name}: "${text}" was received ${times.get(text) ?? 0} times, and its caller was told ${told} ${message ?? ""}`);
      }
    }
    // Tabs of one session hear what the others send.
    const sent = taken.flatMap(({ name, settled }) => settled.filter(({ told }) => told === "yes").map(({ ts, begun }) => ({ ts, begun, by: name })));
    for (const tab of taken) balance(tab, [...this.#said, ...(this.#isShared ? sent : [])], wrong);
    for (const { page } of tabs) await page.evaluate(() => rtm.disconnect());
    await this.#haveSockets(0, wrong);
    return wrong;
  }

  /** How many tabs there were, and are. */
  get sums() {
    return { opened: this.#names, left: this.#tabs.size, said: this.#said.length };
  }

  async #comeToRest(tabs, wrong) {
    const until = Date.now() + BOUND;
    const text = "the last word";
    // Who has heard the last word hears nothing more of what was before it. It is said
    // again to those who have not noticed yet that they have no socket.
    for (const [i, tab] of tabs.entries()) {
      for (;;) {
        await this.slack.does("say", { text });
        const { state, heardLast, waiting } = await tab.page.evaluate((text) => standing(text), text);
        if (state === "ready" && heardLast && waiting === 0) break;
        if (Date.now() > until) {
          wrong.push(`${tab.name} (${i + 1} of ${tabs.length}) has not come to rest within ${BOUND / 1000} s: it is ${state}, has ${heardLast ? "" : "not "}heard the last word, and waits for ${waiting} sends`);
          break;
        }
        await this.pause(200);
      }
    }
    await this.#haveSockets(this.#isShared ? 1 : tabs.length, wrong);
  }

  /** A browser closes a socket that is dead after a minute. */
  async #haveSockets(wanted, wrong) {
    for (const until = Date.now() + 75_000; (await this.slack.sockets()) !== wanted; await this.pause(200)) {
      if (Date.now() > until) return void wrong.push(`the workspace has ${await this.slack.sockets()} sockets, not ${wanted}`);
    }
  }
}

/** Whether a tab has heard once what was said while it was there, or has a gap for it. */
function balance({ name, readyAt, stamps, gaps, away }, said, wrong) {
  const heard = new Map();
  for (const ts of stamps) heard.set(ts, (heard.get(ts) ?? 0) + 1);
  const within = (spans, ts) => spans.some(({ from, to }) => from < ts && ts <= to);
  for (const { ts, begun, by } of said) {
    const times = heard.get(ts) ?? 0;
    if (times > 1) wrong.push(`${name}: heard ${ts} ${times} times`);
    if (times > 0 || by === name || begun <= readyAt) continue;
    if (within(away, ts) || within(gaps.filter(({ recovered }) => !recovered), ts)) continue;
    wrong.push(`${name}: lost ${ts}${by ? `, sent by ${by}` : ""}, and no gap says so: ${JSON.stringify(gaps)}, away ${JSON.stringify(away)}`);
  }
}

/** Makes the client of a tab, and what it does. Runs in the page. */
function prepare(name, options, isShared) {
  const rtm = (window.rtm = client({ ...options, shared: isShared, logger: () => {} }));
  const [stamps, gaps, away, settled] = [[], [], [], []];
  const unsettled = new Set();
  const texts = new Set();
  let sends = 0;
  let newest = "";
  let open;
  window.firstReady = 0;
  rtm.on("message", ({ ts, text }) => {
    texts.add(text);
    stamps.push(ts);
    if (ts > newest) newest = ts;
  });
  rtm.on("gap", ({ from = "", to, recovered }) => gaps.push({ from, to, recovered }));
  rtm.on("state", ({ name }) => {
    if (name === "ready") {
      firstReady ||= Date.now();
      if (open) away.push({ ...open, to: (Date.now() / 1000).toFixed(6) });
      open = undefined;
    }
    // No gap need be told of a time in which no session is wanted.
    if (name === "disconnecting" || name === "disconnected") open ??= { from: newest };
  });
  const start = () => rtm.start().catch(() => {});
  rtm.on("disconnected", (error) => error && start());
  rtm.on("error", () => {});
  start();

  window.send = () => {
    const text = `${++sends} of ${name}`;
    const begun = Date.now();
    unsettled.add(text);
    outcome(rtm.sendMessage(text, "C0GENERAL")).then(({ value, delivered, message }) => {
      unsettled.delete(text);
      settled.push(value ? { text, begun, told: "yes", ts: value.ts } : { text, begun, told: delivered, message });
    });
  };
  window.changeMind = () => {
    rtm.disconnect();
    start();
  };
  window.standing = (text) => ({ state: rtm.state, heardLast: texts.has(text), waiting: unsettled.size });
  window.take = () => ({ stamps, gaps, away, settled, unsettled: [...unsettled], faults: [...reported, ...unhandled] });
}
