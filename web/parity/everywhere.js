// Differences that go through all scripts. What one side shows is put in the
// words of the other before they are compared, so that the rest stands out.

/**
 * @typedef {object} Rule
 * @property {"v3" | "v4"} client
 * @property {"theirs" | "ours"} side
 * @property {RegExp} from what that side shows, lines being separated by \n
 * @property {string} to what takes its place
 * @property {string} what in one sentence
 * @property {string} reason one of the reasons
 */

/** @type {Rule[]} */
export const everywhere = [
  {
    client: "v3", side: "theirs", reason: "headers",
    what: "Answers of Slack have `scopes` and `acceptedScopes`.",
    from: /\{acceptedScopes: \[\], ok: true, scopes: \[\], /g, to: "{ok: true, ",
  },
  {
    client: "v3", side: "theirs", reason: "one class",
    what: "`hello` is not emitted.",
    from: /^(raw_message\("\{"type":"hello"\}"\))(?=\nopen\(\))/gm, to: '$1\nhello({type: "hello"})',
  },
  {
    client: "v3", side: "ours", reason: "errors",
    what: "What Slack refuses is an error with its word as the message; here it has `code` and `data`, too.",
    from: /Error\(slackclient_platform_error\)\{data: \{error: "(\w+)",[^}]*\}\}/g, to: "Error($1)",
  },
  {
    client: "v3", side: "theirs", reason: "errors",
    what: "`disconnect` has a sentence and then the error; here the error and then Slack's word.",
    from: /^disconnect\("(\w+) is not recoverable", (Error\(\w+\))\)$/gm, to: 'disconnect($2, "$1")',
  },
  {
    client: "v3", side: "ours", reason: "one class",
    what: "A message that was sent has no `ok` and no `reply_to`.",
    from: /(channel: "\w+", )ok: true, reply_to: \d+, (text: "[^"]*", ts: "[^"]*", type: "message")/g, to: "$1$2",
  },
  {
    client: "v4", side: "ours", reason: "one class",
    what: "A reply to `sendMessage` has no `channel`, `type` and `user`.",
    from: /\{channel: "\w+", (ok: true, reply_to: \d+, text: "[^"]*", ts: "[^"]*"), type: "message", user: "\w+"\}/g, to: "{$1}",
  },
  {
    client: "v4", side: "theirs", reason: "state first",
    what: "`raw_message` with hello comes before `connected`.",
    from: /^(raw_message\("\{"type":"hello"\}"\))\n(connected\(\)(\nin connected.*)?)$/gm, to: "$2\n$1",
  },
  {
    client: "v4", side: "theirs", reason: "close event",
    what: "After `disconnect()`, `disconnected` has the socket's close event.",
    from: /^disconnected\(CloseEvent\{code: 100[0-9], reason: ""\}\)$/gm, to: "disconnected()",
  },
  {
    client: "v4", side: "theirs", reason: "close code",
    what: "A connection that is lost is no `error`, only `reconnecting`.",
    from: /(?<!^error\(.*\n)^reconnecting\(\)$/gm, to: "error(Error(slackclient_rtmclient_websocket_error))\nreconnecting()",
  },
  {
    client: "v3", side: "theirs", reason: "undefined",
    what: "A frame without a type is emitted as `undefined`.",
    from: /^undefined\(.*\)(\n|$)/gm, to: "",
  },
  {
    client: "v4", side: "theirs", reason: "undefined",
    what: "A reply is emitted as `undefined`, too.",
    from: /^undefined\(.*\)(\n|$)/gm, to: "",
  },
  {
    client: "v4", side: "theirs", reason: "http",
    what: "Errors of HTTP have `headers`, `body` and `statusMessage`.",
    from: /\{body: "[^"]*", headers: \.\.\., (statusCode: \d+), statusMessage: "[^"]*"\}/g, to: "{$1}",
  },
];
