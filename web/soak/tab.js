// A tab with a client of its own. What it heard and what became of its sends is
// taken out of the page again and again, so that the page keeps none of it.

/** Impatient, so that a dead link is noticed within one fault. */
const options = {
  clientPingTimeout: 1_500, serverPongTimeout: 1_000, connectTimeout: 3_000, helloTimeout: 3_000, ackTimeout: 5_000,
  retryConfig: { forever: true, minTimeout: 100, maxTimeout: 2_000 }, logLevel: "error",
};

/** The tabs differ in what a page may choose. */
export const kinds = {
  plain: { rateLimit: { perSecond: 5, burst: 5 } },
  store: { rateLimit: false, dataStore: true },
  worker: { rateLimit: false, worker: true },
};

/** The app has one, since Slack would give each event to one of several. */
export const kindsOfApp = { app: { rateLimit: false, socketMode: true } };

export async function openTab(browser, origin, workspace, name) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const [token, appToken] = tokensOf(name);
  const { worker, socketMode, ...own } = { ...kinds, ...kindsOfApp }[name];
  if (socketMode) Object.assign(own, { socketMode, appToken });
  await page.goto(`${origin}/test/blank.html?workspace=${workspace}${worker ? "&worker" : ""}`);
  await page.waitForFunction("window.loaded");
  const devtools = await page.createCDPSession();
  await page.evaluate(prepare, name, token, { ...options, ...own });
  return {
    name,
    complaints,
    /** Does a deed of the page: see prepare. */
    does: (deed, ...args) => page.evaluate((deed, args) => void deeds[deed](...args), deed, args),
    /** What there is to account for since the last call. */
    take: () => page.evaluate(() => take()),
    /** What it has now. */
    figures: () => page.evaluate(() => rtm.stats()),
    /**
     * What it still has after a collection of garbage: Go's, and then JavaScript's, which Go's references keep.
     * The text of a frame is in the backing storage, and what the browser makes for JavaScript in the embedder's heap.
     */
    async kept() {
      await page.evaluate(() => collect());
      let heap = 0;
      for (const isolate of [devtools, ...page.workers().map(({ client }) => client)]) {
        await isolate.send("HeapProfiler.collectGarbage");
        const { usedSize, embedderHeapUsedSize, backingStorageSize } = await isolate.send("Runtime.getHeapUsage");
        heap += usedSize + embedderHeapUsedSize + backingStorageSize;
      }
      return { ...(await page.evaluate(() => rtm.stats())), heap };
    },
    /** Loads the data store, if there is one. */
    settle: () => page.evaluate(() => rtm.dataStore?.load(rtm)),
    leave: () => page.evaluate(() => rtm.disconnect()),
  };
}

/** The workspace notes with them to which tab it sent something: the bot's and, for Socket Mode, the app's. */
export const tokensOf = (name) => [`xoxb-soak-${name}`, `xapp-soak-${name}`];

/** Makes the client and what it does. Runs in the page. */
async function prepare(name, token, { dataStore, ...options }) {
  let sockets = [];
  let mostSockets = 0;
  const socketFn = (url) => {
    sockets = [...sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN), new WebSocket(url)];
    mostSockets = Math.max(mostSockets, sockets.length);
    return sockets.at(-1);
  };
  const rtm = (window.rtm = client({ ...options, ...(options.socketMode && { socketFn }), ...(dataStore && { dataStore: new MemoryDataStore() }), logger: () => {} }, token));
  const never = "9";
  const now = () => (Date.now() / 1000).toFixed(6);
  let newest = "";
  let certain = never;
  let sends = 0;
  let open = { from: "", to: never };
  const none = () => ({ heard: [], messages: 0, settled: [], unsettled: unsettled.size, gaps: [], away: [], slackEvents: 0, unhandled: [], reported: [] });
  const unsettled = new Set();
  let ledger = none();

  rtm.on("raw_message", (text) => ledger.heard.push(text));
  rtm.on("slack_event", (type, event) => {
    ledger.slackEvents++;
    if (event.ts > newest) newest = event.ts;
  });
  rtm.on("gap", ({ from = "", to, recovered, cause }) => ledger.gaps.push({ from, to, recovered, cause: cause?.message }));
  rtm.on("state", ({ name }) => {
    // No gap is told of the time before the first session, or without one wanted.
    if (name === "ready" && open) {
      ledger.away.push({ ...open, to: now() });
      open = undefined;
    }
    if (name === "disconnecting") open ??= { from: [newest, certain].sort()[0], to: never };
  });

  const send = (channel) => {
    const text = `${name}: ${++sends}`;
    unsettled.add(text);
    outcome(rtm.sendMessage(text, channel)).then((result) => {
      unsettled.delete(text);
      const { value, code, message, delivered } = result;
      ledger.settled.push(value ? { text, outcome: "acknowledged", ts: value.ts } : { text, outcome: delivered, code, message });
      if (value) last = value.ts;
    });
  };
  let last;
  const forget = (promise) => void promise.catch(() => {});

  window.deeds = {
    start: () => forget(rtm.start()),
    send,
    burst: (channel, count) => {
      for (let i = 0; i < count; i++) send(channel);
    },
    typing: (channel) => forget(rtm.sendTyping(channel)),
    presence: (users) => forget(rtm.subscribePresence(users)),
    edit: (channel) => last && forget(rtm.call("chat.update", { channel, ts: last, text: `edited by ${name} at ${now()}` })),
    ping: () => forget(rtm.ping()),
    // Listeners that come and go, in each of the ways.
    listen: () => {
      const heard = () => {};
      rtm.on("message", heard).off("message", heard);
      rtm.once("user_typing", heard);
      setTimeout(() => rtm.off("user_typing", heard), 500);
      const controller = new AbortController();
      rtm.on("presence_change", heard, { signal: controller.signal });
      setTimeout(() => controller.abort(), 500);
      forget(rtm.waitFor("reaction_added", { timeout: 500 }));
      (async () => {
        for await (const _ of rtm.events("message", { signal: AbortSignal.timeout(1_000) })) break;
      })().catch(() => {});
    },
    // A session that its page ends, and begins anew.
    restart: async () => {
      certain = rtm.stats().newest ?? ""; // in Socket Mode older events may be yet to come
      await rtm.disconnect();
      certain = never;
      forget(rtm.start());
    },
  };

  // Nothing tells Go to collect its garbage, so it is given some until it does:
  // frames that are too large, which it refuses at once. It is seen by the
  // references, which only a collection makes fewer, and not all in one step.
  const garbage = { filler: "x".repeat(100_000) };
  window.collect = async () => {
    const count = () => rtm.stats().jsReferences;
    let [before, fell] = [count(), false];
    for (let i = 0; i < 500; i++) {
      await rtm.addOutgoingEvent(false, "garbage", garbage).catch(() => {});
      const now = count();
      if (fell && now >= before) return;
      fell = now < before;
      before = now;
    }
  };

  window.take = () => {
    const taken = { ...ledger, unsettled: [...unsettled], away: [...ledger.away, ...(open ? [open] : [])], unhandled: unhandled.splice(0), reported: reported.splice(0), mostSockets };
    ledger = none();
    return taken;
  };
}
