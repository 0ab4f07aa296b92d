// Receives what Go tells a client: counts it, and has it delivered in its order. Frames
// become events; the rest goes to the connection or to the listeners.

import { needObject } from "./checks.js";
import { Delivery } from "./delivery.js";
import { textOf } from "./envelope.js";
import { contentsOf, heard } from "./envelopes.js";
import { wordsOf } from "./errors.js";
import { Figures } from "./figures.js";
import { emitAs, emitFrame, isReply } from "./frames.js";
import { stringify } from "./json.js";

export class Receiver {
  #emitter;
  #connection;
  #feed;
  figures = new Figures();
  #delivery = new Delivery((item) => this.#deal(item), (text, event, isReplay) => {
    this.figures.framesIn++;
    this.#emitFrame(text, event, isReplay);
  });

  /**
   * @param {import("./emitter.js").EventEmitter} emitter
   * @param {import("./connection.js").Connection} connection
   * @param {import("./store-feed.js").StoreFeed} feed
   */
  constructor(emitter, connection, feed) {
    this.#emitter = emitter;
    this.#connection = connection;
    this.#feed = feed;
  }

  /** @param {import("../engine/engine.js").Item} item */
  take(item) {
    this.figures.note(item);
    this.#delivery.take(item);
  }

  /** @param {() => void} bring see Delivery */
  during(bring) {
    this.#delivery.during(bring);
  }

  /** How many frames no listener has seen. */
  get waiting() {
    return this.#delivery.waiting;
  }

  /**
   * @param {string} text of a frame that did not come through a socket of ours
   * @param {boolean} [isReplay] as Go sees it, if it was asked
   */
  deliverFrame(text, isReplay) {
    let event;
    try {
      event = needObject("A frame", JSON.parse(text));
    } catch (error) {
      this.#connection.log("error", `A frame of ${text.length} characters was dropped: ${wordsOf(error)}`);
      return;
    }
    this.#emitFrame(text, event, isReplay ?? isReply(event));
  }

  /**
   * A listener may end the session, and then nothing more is emitted.
   * @param {string} text
   * @param {any} event what it says
   * @param {boolean} [isReplay] whether it repeats what was said before: see Role in rtm/core/effect.go
   */
  #emitFrame(text, event, isReplay = false) {
    const { isStopping } = this.#connection;
    if (isStopping()) return;
    this.#emitter.emit("raw_message", text);
    if (isStopping()) return;
    const contents = this.#connection.isSocketMode ? contentsOf(event, this.#connection.port) : undefined;
    if (contents) return this.#emitContents(event, contents);
    this.#feed.answered(event);
    const type = textOf(event, "type");
    if (isReplay) {
      this.#emitter.emit("slack_event", type, event);
      return;
    }
    this.#feed.received(type, event, text);
    emitFrame(this.#emitter, event, isStopping);
  }

  /**
   * @param {any} envelope
   * @param {import("./envelopes.js").Contents} contents
   */
  #emitContents(envelope, { type, event, ack }) {
    const { isStopping, port } = this.#connection;
    this.#emitter.emit("envelope", envelope);
    if (isStopping()) return;
    if (!ack && this.#feed.isWanted) this.#feed.received(type, event, stringify(event));
    emitAs(this.#emitter, type, ack ? "" : textOf(event ?? {}, "subtype"), ack ? [event, ack] : [event], isStopping);
    if (!ack) heard(envelope, port);
  }

  /** @param {import("../engine/engine.js").Item} item anything but frames */
  #deal([kind, ...args]) {
    const connection = this.#connection;
    const emitter = this.#emitter;
    switch (kind) {
      case "state":
        return connection.enter(.../** @type {[string, any, string, string]} */ (args));
      case "event":
        return connection.announce(.../** @type {[string, ...any]} */ (args));
      case "gap": {
        const [from, to, cause, recovered] = args;
        return emitter.emit("gap", { from: from || undefined, to, cause, recovered });
      }
      case "json": {
        const [event, text] = args;
        const isStored = this.#feed.isWanted && event === "authenticated";
        if (!isStored && emitter.listenerCount(event) === 0) return;
        const value = JSON.parse(text);
        if (isStored) this.#feed.started(value);
        return emitter.emit(event, value);
      }
      case "log":
        return connection.log(args[0], args[1]);
      case "backfilled":
        return this.deliverFrame(args[0], args[1]);
      case "latency":
        return emitter.emit("latency", args[0]);
      case "settle": {
        const [ticket, value, error] = args;
        connection.port.settle(ticket, value, error);
        return connection.rest();
      }
      case "unloaded":
        emitter.emit("error", args[0]);
        return connection.giveUp(args[0]);
      case "died":
        return connection.die(args[0], args[1]);
    }
  }
}
