// The frames that are delivered as they come in, without Go (rtm/pass.go): of each
// socket whether that is allowed, and what Go is yet to be told of them.

/** The timestamps that Slack writes, which sort as text. */
const timestamp = /^\d+\.\d{6}$/;

class Passed {
  /** Whether Go need not see events first. */
  isAllowed = false;
  #frames = 0;
  #newest = "";
  /** @type {number[]} */
  #answered = [];

  /**
   * Takes note of a frame that is about to be delivered.
   * @param {any} event what it says
   * @param {number} [answered] the id of the frame that it answers, if Go has heard of that
   */
  add({ event_ts, ts }, answered) {
    this.#frames++;
    const when = typeof event_ts === "string" && event_ts ? event_ts : ts;
    if (typeof when === "string" && when > this.#newest && timestamp.test(when)) this.#newest = when;
    if (answered) this.#answered.push(answered);
  }

  /**
   * What there is to tell, which is told then: how many frames, the newest of their
   * timestamps, and which frames they answer.
   * @returns {[frames: number, newest: string, ...answered: number[]] | undefined}
   */
  take() {
    if (this.#frames === 0) return;
    const frames = this.#frames;
    this.#frames = 0;
    return [frames, this.#newest, ...this.#answered.splice(0)];
  }
}

export class PassedFrames {
  /** @type {Map<string, {client: number, socket: number, passed: Passed}>} */
  #sockets = new Map();

  /**
   * There is another socket.
   * @param {number} client
   * @param {number} socket
   */
  of(client, socket) {
    const passed = new Passed();
    this.#sockets.set(`${client}/${socket}`, { client, socket, passed });
    return passed;
  }

  /**
   * @param {number} client
   * @param {number} socket that nothing comes of any more
   */
  forget(client, socket) {
    this.#sockets.delete(`${client}/${socket}`);
  }

  /**
   * Go allows one socket of a client, or none.
   * @param {number} client
   * @param {number} allowed
   */
  allow(client, allowed) {
    for (const { client: of, socket, passed } of this.#sockets.values()) if (of === client) passed.isAllowed = socket === allowed;
  }

  /**
   * What there is to tell of each socket, in the form of wasm/api.go.
   * @returns {[client: number, socket: number, frames: number, newest: string, ...answered: number[]][]}
   */
  take() {
    return [...this.#sockets.values()].flatMap(({ client, socket, passed }) => {
      const told = passed.take();
      return told ? [[client, socket, ...told]] : [];
    });
  }
}
