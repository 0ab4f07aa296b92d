// Slack, or the network, refuses to connect.

/** Starts, and waits for the end. */
async function startAndEnd(s, options) {
  s.client(options);
  const start = s.call("start");
  if (await s.ended()) await s.settled(start);
}

/** Starts, and waits until the client can be used, unless it ends. */
async function startAndOpen(s, options) {
  s.client(options);
  const start = s.call("start");
  await s.oneOf("open", "ready", "disconnect", "disconnected");
  await s.settled(start);
}

const scripts = {
  "429 once, with a pause of a second": async (s) => {
    await s.slack("rate-limit", { after: 1 });
    await startAndOpen(s);
  },

  "ratelimited without status 429, once": async (s) => {
    await s.slack("refuse", { code: "ratelimited" });
    await startAndOpen(s);
  },

  "status 500, once": async (s) => {
    await s.slack("answer-status", { status: 500 });
    await startAndOpen(s);
  },

  "status 500, and no retries": async (s) => {
    await s.slack("answer-status", { status: 500, n: -1 });
    await startAndEnd(s, { retryConfig: { retries: 0 } });
  },

  "status 500, once, and no retries": async (s) => {
    await s.slack("answer-status", { status: 500 });
    await startAndOpen(s, { retryConfig: { retries: 0 } });
  },

  "the network fails for ever, with two retries": async (s) => {
    await s.slack("fail-calls", { n: -1 });
    await startAndEnd(s, { retryConfig: { retries: 2, minTimeout: 1, maxTimeout: 1 } });
  },

  "the network fails, without autoReconnect": async (s) => {
    await s.slack("fail-calls", { n: -1 });
    await startAndEnd(s, { autoReconnect: false, retryConfig: { retries: 0 } });
  },

  "an answer that is no JSON, once": async (s) => {
    await s.slack("answer-status", { status: 200, body: "<html>" });
    await startAndOpen(s);
  },

  "an answer without a URL, once": async (s) => {
    await s.slack("answer-status", { status: 200, body: '{"ok":true}' });
    await startAndOpen(s);
  },

  "missing_scope, without autoReconnect": async (s) => {
    await s.slack("refuse", { code: "missing_scope", n: -1 });
    await startAndEnd(s, { autoReconnect: false });
  },

  "a reconnection that is refused for good": async (s) => {
    await s.ready();
    await s.slack("refuse", { code: "account_inactive", n: -1 });
    await s.slack("close", { code: 4000 });
    await s.ended();
    await s.quiet();
  },

  "a start after a refusal for good": async (s) => {
    await s.slack("refuse", { code: "invalid_auth" });
    await startAndEnd(s);
    s.call("start");
    await s.opened();
  },
};

// Refused for good, as all see it.
for (const code of ["not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled"]) {
  scripts[code] = async (s) => {
    await s.slack("refuse", { code, n: -1 });
    await startAndEnd(s);
    await s.quiet();
  };
}

// Refused for good, too, though the official clients do not know it. Slack gives
// in after two refusals, since v3 would ask for ever.
for (const code of ["missing_scope", "not_allowed_token_type", "token_revoked"]) {
  scripts[`${code}, twice`] = async (s) => {
    await s.slack("refuse", { code, n: 2 });
    await startAndOpen(s);
  };
}

// For now.
for (const code of ["migration_in_progress", "fatal_error"]) {
  scripts[`${code}, twice`] = async (s) => {
    await s.slack("refuse", { code, n: 2 });
    await startAndOpen(s);
  };
}

export default scripts;
