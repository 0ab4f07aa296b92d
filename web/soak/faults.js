// What goes wrong, one thing after the other, drawn at random.

/** Each fault: [verb, fields] while it lasts, or a pause in ms, or a function of a tab. */
export const faults = {
  "cut": [["drop"]],
  "cut twice": [["drop"], 300, ["drop"]],
  "half-open": [["half-open"]],
  "closed with 1001": [["close", { code: 1001 }]],
  "closed with 1011": [["close", { code: 1011, reason: "restart" }]],
  "closed with 4000": [["close", { code: 4000 }]],
  "goodbye": [["goodbye"], 2_000, ["close", { code: 1000 }]],
  "goodbye to a dead link": [["half-open"], ["goodbye"]],
  "reconnect_url": [["reconnect-url"], 200, ["drop"]],
  "429": [["rate-limit", { after: 1, n: 2 }], ["drop"]],
  "calls that fail": [["fail-calls", { n: 2 }], ["drop"]],
  "503": [["answer-status", { status: 503, n: 3 }], ["drop"]],
  "calls without an answer": [["stall-calls"], ["drop"], 2_000, ["stall-calls", { on: false }]],
  "openings that hang": [["stall-opens"], ["drop"], 2_000, ["stall-opens", { on: false }]],
  "openings that are refused": [["refuse-opens", { n: 3 }], ["drop"]],
  "no hello": [["stall-hello"], ["drop"], 2_000, ["stall-hello", { on: false }]],
  "URLs that have expired": [["expire-url", { n: 3 }], ["drop"]],
  "slow down": [["nack", { code: -1, n: 5 }]],
  "messages that are refused": [["nack", { code: 2, msg: "no", n: 5 }]],
  "a rate that is enforced": [["enforce-rate", { per_second: 2, burst: 2 }], 2_000, ["enforce-rate", { per_second: 0 }]],
  "late replies": [["delay-acks", { delay: 1 }], 2_000, ["delay-acks", { delay: 0 }]],
  "no replies": [["hold-acks"], 1_000, ["drop"], 1_000, ["hold-acks", { on: false }]],
  "no pongs": [["lose-pongs"], 3_000, ["lose-pongs", { on: false }]],
  "the team moves": [["migrate-team", { n: 2 }]],
  "nonsense": [["send", { frame: '{"type":' }], ["send", { frame: "[1]" }], ["send-binary", { data: "binary" }]],
  "a new session": [(tab) => tab.does("restart")],
};

const [ask, post] = [{ method: "apps.connections.open" }, { method: "chat.postMessage" }];

/** What may go wrong in Socket Mode, where Slack also ends each socket after some seconds. */
export const faultsOfApp = {
  ...Object.fromEntries([
    "cut", "cut twice", "half-open", "closed with 1001", "closed with 1011", "closed with 4000", "calls without an answer",
    "openings that hang", "openings that are refused", "no hello", "URLs that have expired", "nonsense", "a new session",
  ].map((name) => [name, faults[name]])),
  "a warning": [["warn"]],
  "a refresh": [["refresh"]],
  "429": [["rate-limit", { ...ask, after: 1, n: 2 }], ["drop"]],
  "calls that fail": [["fail-calls", { ...ask, n: 2 }], ["drop"]],
  "503": [["answer-status", { ...ask, status: 503, n: 3 }], ["drop"]],
  "posts too often": [["rate-limit", { ...post, after: 1, n: 2 }]],
  "posts that fail": [["fail-calls", { ...post, n: 2 }]],
  "messages that are refused": [["refuse", { ...post, code: "restricted_action", n: 2 }]],
};

/** Goes on until it is told that it is over, and gives how often each fault was. */
export async function strike(faults, slack, tabs, draws, pause, isOver) {
  const struck = Object.fromEntries(Object.keys(faults).map((name) => [name, 0]));
  for (;;) {
    await pause(draws.between(1_500, 4_000));
    if (isOver()) return struck;
    const name = draws.one(Object.keys(faults));
    struck[name]++;
    for (const step of faults[name]) {
      if (typeof step === "number") await pause(step);
      else if (typeof step === "function") await step(draws.one(tabs));
      else await slack.does(...step);
    }
  }
}

/** Nothing goes wrong any more: what a fault has left unspent is taken back. */
export async function mend(slack) {
  for (const verb of ["stall-calls", "stall-opens", "stall-hello", "hold-acks", "lose-pongs"]) await slack.does(verb, { on: false });
  for (const verb of ["fail-calls", "refuse-opens", "expire-url", "nack"]) await slack.does(verb, { n: 0 });
  for (const calls of [ask, post]) await slack.does("fail-calls", { ...calls, n: 0 });
  await slack.does("delay-acks", { delay: 0 });
  await slack.does("enforce-rate", { per_second: 0 });
}
