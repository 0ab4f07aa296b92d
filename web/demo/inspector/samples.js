// What the plots show: the frames of each second, the round trips, and when the
// connection was away, over the last two minutes. It knows nothing of the page.

/** How far back, in s. */
export const span = 120;

const now = () => Date.now() / 1000;

export class Samples {
  /** @type {Map<number, {in: number, out: number}>} frames by second */
  #rates = new Map();
  /** @type {{at: number, ms: number, of: "ping" | "reply"}[]} */
  #trips = [];
  /** @type {{from: number, to: number}[]} when the connection was lost; the last may be going on */
  #aways = [];
  #began = Math.floor(now());
  /** @type {Map<number, number>} when messages were written that await a reply, by id */
  #written = new Map();

  /** @param {import("/rtm.js").RTMClient} rtm */
  constructor(rtm) {
    rtm.on("raw_message", () => void this.#second().in++);
    rtm.on("outgoing_message", ({ id, type }) => {
      this.#second().out++;
      if (type === "message") this.#written.set(id, performance.now());
    });
    rtm.on("slack_event", (_, event) => this.#reply(/** @type {any} */ (event).reply_to));
    rtm.on("latency", (ms) => this.#trip(ms, "ping"));
    rtm.on("state", ({ name }) => this.#move(name));
  }

  /** Frames per second: seconds since 1970, in and out; null before there was anything to count. @returns {[number[], (number | null)[], (number | null)[]]} */
  get rates() {
    const end = Math.floor(now());
    const seconds = Array.from({ length: span }, (_, i) => end - span + i); // but the one that goes on
    /** @param {"in" | "out"} way */
    const counts = (way) => seconds.map((s) => (s < this.#began ? null : (this.#rates.get(s)?.[way] ?? 0)));
    return [seconds, counts("in"), counts("out")];
  }

  /** Round trips in ms, of pings and of messages. @returns {[number[], (number | null)[], (number | null)[]]} */
  get trips() {
    /** @param {"ping" | "reply"} of */
    const only = (of) => this.#trips.map((t) => (t.of === of ? t.ms : null));
    return [this.#trips.map((t) => t.at), only("ping"), only("reply")];
  }

  get aways() {
    return this.#aways;
  }

  #second() {
    const second = Math.floor(now());
    let rate = this.#rates.get(second);
    if (!rate) {
      this.#rates.set(second, (rate = { in: 0, out: 0 }));
      for (const s of this.#rates.keys()) if (s < second - span) this.#rates.delete(s);
    }
    return rate;
  }

  /** @param {number | undefined} id of the frame that is replied to */
  #reply(id) {
    const since = id === undefined ? undefined : this.#written.get(id);
    if (since === undefined) return;
    this.#written.delete(/** @type {number} */ (id));
    this.#trip(performance.now() - since, "reply");
  }

  /** @param {number} ms @param {"ping" | "reply"} of */
  #trip(ms, of) {
    const at = now();
    // What is drawn must not go back in time, even if the clock is set back.
    this.#trips = this.#trips.filter((t) => t.at > at - span && t.at <= at);
    this.#trips.push({ at, ms, of });
  }

  /** @param {import("/rtm.js").ConnectionState} name */
  #move(name) {
    const last = this.#aways.at(-1);
    const isAway = last?.to === Infinity;
    if (name === "ready" && last && isAway) {
      last.to = now();
      this.#written.clear(); // their replies would tell of the time away
    } else if (!isAway && (name === "reconnecting" || name === "disconnected")) {
      this.#aways = this.#aways.filter(({ to }) => to > now() - span);
      this.#aways.push({ from: now(), to: Infinity });
    }
  }
}
