// v3's MemoryDataStore. What it knows is in Go (rtm/store, wasm/store.go); here
// are v3's synchronous methods, and what was written before the program was
// loaded.

import { bare } from "../client/bare.js";
import { isNumber, isText, kind, needMembers, needObject, needOptions } from "../client/checks.js";
import { Client, connectionOf } from "../client/client.js";
import { ErrorCode, failure, invalid, wordsOf } from "../client/errors.js";
import { engine, loadedEngine, needInPage } from "../engine/initialize.js";
import { stringify } from "../client/json.js";
import { loggerKind, logLevelKind, logTo } from "../client/logger.js";
import { Conversation, User } from "./models.js";
import { toJSON } from "../client/outgoing.js";
import { behind, markItself, throughProxies } from "../client/proxies.js";

/** @type {Record<string, import("../client/checks.js").Kind>} */
const known = {
  historyLimit: [(v) => isNumber(v) && Number.isInteger(v), "a whole number, 0 or more"],
  logger: loggerKind,
  logLevel: logLevelKind,
};

/** The getters: get, what it gives, and by what. */
const getters = {
  User: ["ById", "ByName", "ByEmail", "ByBotId"],
  Channel: ["ById", "ByName"],
  Group: ["ById", "ByName"],
  DM: ["ById", "ByName", "ByUserId"],
  ChannelGroupOrDM: ["ById"],
  ChannelOrGroup: ["ByName"],
  Bot: ["ById", "ByName", "ByUserId"],
  Team: ["ById"],
};

/** What can be set, upserted and removed, with the properties that list all. */
const collections = { User: "users", Channel: "channels", Group: "groups", DM: "dms", Bot: "bots", Team: "teams" };

let newest = 0;

/** Lets Go forget the stores that the page has dropped. */
const dropped = new FinalizationRegistry((/** @type {() => void} */ forget) => forget());

export class MemoryDataStore {
  #log;
  #limit;
  /** @type {Map<string, Function>} */
  #handlers = new Map();
  /** @type {import("../engine/engine.js").AnyEngine | undefined} the one that has the store */
  #engine;
  #number = ++newest;
  /** @type {(() => void)[]} what was written since there is no engine */
  #backlog = [];

  static {
    const prototype = /** @type {any} */ (this.prototype);
    for (const [what, bys] of Object.entries(getters)) {
      for (const by of bys) {
        const name = `get${what}${by}`;
        prototype[name] = /** @this {MemoryDataStore} @param {string} key */ function (key) {
          return this.#model(what, this.#get(name, key));
        };
      }
    }
    for (const [what, all] of Object.entries(collections)) {
      for (const verb of ["set", "upsert"]) {
        prototype[verb + what] = /** @this {MemoryDataStore} @param {object} model */ function (model) {
          this.#put(verb + what, what, model);
        };
      }
      prototype[`remove${what}`] = /** @this {MemoryDataStore} @param {string} id */ function (id) {
        this.#write(`remove${what}`, id);
      };
      Object.defineProperty(prototype, all, bare({ configurable: true, get: /** @this {MemoryDataStore} */ function () {
        const models = (this.#get(all) ?? []).map((/** @type {any} */ given) => this.#model(what, given));
        return Object.fromEntries(models.map((/** @type {any} */ model) => [model.id, model]));
      } }));
    }
  }

  /** @param {any} [options] */
  constructor(options = {}) {
    markItself(this);
    const { historyLimit, logger, logLevel } = needOptions(options, known);
    needInPage("MemoryDataStore");
    this.#limit = historyLimit === 0 ? -1 : historyLimit ?? 0; // as Go has it
    this.#log = logTo(logger, logLevel);
  }

  clear() {
    this.#write("clear");
  }

  getUnreadCount() {
    return this.#engineWithStore()?.get?.("store", this.#number, "getUnreadCount") ?? 0;
  }

  /**
   * @param {string} id
   * @param {object} conversation
   */
  upsertChannelGroupOrDMById(id, conversation) {
    needObject("The conversation", conversation);
    if (!isText(id)) throw invalid("upsertChannelGroupOrDMById() needs an id");
    this.#write("upsertChannelGroupOrDMById", id, toJSON("The conversation", conversation));
  }

  /** @param {object} response */
  cacheRtmStart(response) {
    this.#tolerantly(() => {
      const text = stringify(response);
      return () => this.#call("cacheRtmStart", text);
    });
  }

  /**
   * @param {string} userId
   * @param {string} teamId
   * @param {string} type
   * @param {object} message
   * @param {string} [text] the message's, if it is at hand
   */
  handleRtmMessage(userId, teamId, type, message, text) {
    this.#tolerantly(() => {
      const json = text ?? stringify(message);
      return () => {
        const handler = this.#handlers.get(this.#call("handleRtmMessage", userId, teamId, type, json));
        // v3 goes by how many parameters a handler declares.
        if (handler && handler.length >= 4) handler(userId, teamId, this, message);
        else handler?.(this, message);
      };
    });
  }

  /**
   * @param {string} event
   * @param {Function | null} handler
   */
  registerMessageHandler(event, handler) {
    if (!isText(event)) throw invalid("registerMessageHandler() needs the type of an event");
    if (handler && typeof handler !== "function") throw invalid("The handler must be a function, or null to have the store's own again");
    if (handler) this.#handlers.set(event, handler);
    else this.#handlers.delete(event);
    this.#write("registerMessageHandler", event, Boolean(handler));
  }

  /**
   * @param {Client} client
   * @param {{signal?: AbortSignal}} [options]
   */
  async load(client, options = {}) {
    if (!(client instanceof Client)) throw invalid("load() needs an RTMClient, through which to call Slack");
    const { signal } = needOptions(options, { signal: kind.signal });
    const { port } = connectionOf(behind(client));
    const { ends } = port;
    await engine(signal && { signal });
    if (port.ends > ends) throw failure(ErrorCode.RTMDisconnectedError, "disconnect() was called before the load of the data store began");
    this.#engineWithStore();
    const outcome = port.call("load", [this.#number], { signal });
    port.load();
    await outcome;
  }

  /** The engine, which has the store and all that was written; undefined if none is loaded. */
  #engineWithStore() {
    const engine = loadedEngine;
    if (engine) needInPage("MemoryDataStore"); // the store may be older than initialize()
    if (engine && engine !== this.#engine) {
      const number = this.#number;
      engine.call(0, "openStore", number, this.#limit);
      dropped.register(this, () => engine.call(0, "forgetStore", number));
      this.#engine = engine;
      for (const event of this.#handlers.keys()) this.#call("registerMessageHandler", event, true);
      for (const write of this.#backlog.splice(0)) this.#tolerantly(() => write);
    }
    return engine;
  }

  /**
   * @param {string} method
   * @param {...any} args
   */
  #call(method, ...args) {
    return this.#engine?.get?.("store", this.#number, method, ...args);
  }

  /**
   * What there is, parsed; undefined if nothing.
   * @param {string} method
   * @param {...any} args
   */
  #get(method, ...args) {
    const text = this.#engineWithStore() && this.#call(method, ...args);
    return text ? JSON.parse(text) : undefined;
  }

  /**
   * @param {string} what
   * @param {any} given what #get gave
   */
  #model(what, given) {
    if (!given || what === "Bot" || what === "Team") return given; // plain objects in v3, too
    const id = given[1]?.id ?? given.id;
    /** @type {import("./models.js").Call} */
    const call = (method, argument) => this.#get(method, id, argument);
    return what === "User" ? new User(given, call) : new Conversation(given, call);
  }

  /**
   * @param {string} method
   * @param {string} what
   * @param {any} model
   */
  #put(method, what, model) {
    if (!isText(needMembers(`The argument of ${method}()`, model, ["id"]).id)) throw invalid(`${method}() needs an object with an id`);
    this.#write(method, toJSON(`The ${what}`, model));
  }

  /**
   * Calls a method that gives nothing, or keeps the call until it can be made.
   * @param {string} method
   * @param {...any} args
   */
  #write(method, ...args) {
    if (this.#engineWithStore()) this.#call(method, ...args);
    else this.#backlog.push(() => this.#call(method, ...args));
  }

  /**
   * Does what may fail without harm: a line in the log tells.
   * @param {() => () => void} prepare what is to be done at once, and gives the rest
   */
  #tolerantly(prepare) {
    try {
      const write = prepare();
      if (this.#engineWithStore()) write();
      else this.#backlog.push(write);
    } catch (thrown) {
      const error = /** @type {any} */ (thrown);
      // With rtm.connect most of a workspace is unknown to a store that was not loaded.
      this.#log(error?.unknown ? "debug" : "warn", error?.code ? error.message : `A handler of the data store failed: ${wordsOf(error)}`);
    }
  }
}

throughProxies(MemoryDataStore);
