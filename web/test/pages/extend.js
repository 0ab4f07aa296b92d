// Extends the prototypes of all objects and arrays, as old libraries do: what is added is
// found on every object that has no such member itself.

for (const prototype of [Object.prototype, Array.prototype]) {
  for (const name of ["toJSON", "get", "set", "last", "each", "release", "settled"]) {
    prototype[name] = function () {
      return "altered";
    };
  }
}
Object.assign(Object.prototype, {
  filter: () => false,
  limit: 1,
  timeout: 1,
  cause: new Error("foreign"),
  retryAfter: 30,
  isTooLarge: true,
  channel: "C0FOREIGN",
  subtype: "foreign",
  text: "foreign",
  opts: { as_user: true },
  token: "xoxb-foreign",
  thread_ts: "1.1",
  event_ts: "9999999999.000100",
  reply_to: 1,
  error: { code: 1 },
  self: { id: "U0FOREIGN" },
  awaitReply: true,
  needsConnection: true,
  members: { messageId: 1 },
  retries: 0,
  perSecond: 0.001,
});
