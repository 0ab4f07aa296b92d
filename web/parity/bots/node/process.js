// What the bots take from Node's globals.

export const setImmediate = (work, ...args) => setTimeout(work, 0, ...args);

/** What the bot wrote to the standard output. @type {string[]} */
export const written = [];

export const process = {
  env: { HUBOT_SLACK_TOKEN: "xoxb-secret" },
  stdout: { write: (line) => written.push(line) },
  on() {},
  nextTick: (work, ...args) => queueMicrotask(() => work(...args)),
  exit(code) {
    written.push(`exit ${code}`);
  },
};
