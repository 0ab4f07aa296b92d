// What the tabs of a session say to one another goes over a BroadcastChannel. Its
// name does not give the token away, but it is no secret: any script of the origin
// can read it off the lock (navigator.locks.query). The token is never said.

import { Date } from "../../engine/clock.js";
import { arrived, crossing } from "./crossing.js";

/** How the names of channels and locks begin, for who looks at a page's locks. */
const prefix = "rtmwasm";

/**
 * The name of the channel and the lock. Two builds have two sessions, since they
 * may not understand each other.
 * @param {any} options of a client, with its token
 */
export async function nameOf({ slackApiUrl, shared, token }) {
  const whose = shared === true ? ["token", token] : ["name", shared];
  const text = JSON.stringify([WASM_BUILD, slackApiUrl ?? "", ...whose]);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `${prefix} ${Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * @typedef {object} Message
 * @property {string} name what it is; see tab.js, follower.js and leader.js
 * @property {string} from the tab that says it
 * @property {string | undefined} to whom; everybody, if undefined
 * @property {number} at when, in ms since 1970: the tabs have one clock
 * @property {any[]} args
 */

export class Channel {
  #name;
  #from;
  #channel;

  /**
   * @param {string} name
   * @param {string} from the tab whose end this is
   * @param {(message: Message) => void} hear
   */
  constructor(name, from, hear) {
    this.#name = name;
    this.#from = from;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => {
      if (isMessage(data) && (data.to === undefined || data.to === from)) hear({ ...data, args: withItems(data.name, data.args, arrived) });
    };
  }

  /**
   * @param {string} name
   * @param {string | undefined} to
   * @param {any[]} args
   */
  say(name, to, args) {
    this.#channel.postMessage({ name, from: this.#from, to, at: Date.now(), args: withItems(name, args, crossing) });
  }

  /** Resolves once what this tab says now has come back: what others said before has come by then. */
  async echo() {
    const ear = new BroadcastChannel(this.#name);
    const word = crypto.randomUUID();
    await new Promise((/** @type {(value?: any) => void} */ resolve) => {
      ear.onmessage = ({ data }) => data === word && resolve();
      this.#channel.postMessage(word);
    });
    ear.close();
  }

  close() {
    this.#channel.close();
  }
}

/**
 * What each message has for arguments: what typeof says, but of lists.
 * @type {Record<string, string[]>}
 */
const shapes = {
  // to the leader
  ask: [],
  join: ["object"],
  leave: [],
  call: ["number", "string", "list"],
  // of the leader
  lead: [],
  left: [],
  here: [],
  welcome: ["string", "items"],
  items: ["items"],
  taken: ["number", "number", "boolean"],
  newest: ["string"],
};

/**
 * Whether this is one of ours. Any page of the origin could say something else.
 * @param {any} data
 * @returns {data is Message}
 */
function isMessage(data) {
  if (typeof data?.from !== "string" || typeof data.at !== "number" || !Array.isArray(data.args)) return false;
  return Object.hasOwn(shapes, data.name) && shapes[data.name].every((kind, i) => isOf(kind, data.args[i]));
}

/**
 * @param {string} kind
 * @param {unknown} value
 */
function isOf(kind, value) {
  if (Array.isArray(value)) return kind === "list" || (kind === "items" && value.every(Array.isArray));
  return value !== null && typeof value === kind;
}

/**
 * The arguments of a message, with what the function makes of the items there.
 * @param {string} name
 * @param {any[]} args
 * @param {typeof crossing} fn
 */
function withItems(name, args, fn) {
  return args.map((value, i) => (shapes[name][i] === "items" ? value.map(fn) : value));
}
