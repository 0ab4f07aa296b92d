// v3's facets: the Web API methods that its RTM client uses, in groups.

import { callBack } from "../client/calls.js";

/** The arguments that each method requires. */
const groups = {
  _rtm: { start: "", connect: "" },
  _chat: {
    delete: "ts channel",
    getPermalink: "channel ts",
    meMessage: "channel text",
    postEphemeral: "channel text user",
    postMessage: "channel text",
    unfurl: "ts channel unfurls",
    update: "ts channel text",
  },
};

/**
 * A function for each method: after the arguments that it requires it takes
 * an object of others, and a node callback, both optional.
 * @param {(method: string, args: object) => Promise<any>} call
 * @returns {any}
 */
export function facets(call) {
  const method = (/** @type {string} */ name, /** @type {string[]} */ required) => (/** @type {any[]} */ ...args) => {
    const callback = typeof args.at(-1) === "function" ? args.pop() : undefined;
    return callBack(call(name, { ...args[required.length], ...Object.fromEntries(required.map((key, i) => [key, args[i]])) }), callback);
  };
  return map(groups, (group, methods) => map(methods, (name, required) => method(`${group.slice(1)}.${name}`, required.match(/\w+/g) ?? [])));
}

/**
 * @param {Record<string, any>} object
 * @param {(key: string, value: any) => any} fn
 */
function map(object, fn) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fn(key, value)]));
}
