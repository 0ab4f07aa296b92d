// What the page of every contender does, and what the measurements ask of it.
// A contender gives one function: connect(api), a promise of {on(type,
// listener), off(type, listener), send(text), wasmMemory()}, fulfilled when
// messages can come in. wasmMemory is in bytes.

import { api, token } from "./workspace.js";

export function present(connect) {
  const clients = [];
  const clicks = watchClicks();
  const longTasks = watchLongTasks();
  let arrived;
  const open = async () => clients.push(await connect(api));

  window.bench = {
    open,
    expect: (count, listeners) => {
      arrived = Promise.all(clients.map((client) => expect(client, count, listeners)));
    },
    arrived: () => arrived,
    roundTrips: (count) => roundTrips(clients[0], count),
    pipeline: (count) => pipeline(clients[0], count),
    wasmMemory: () => clients[0].wasmMemory(),
    network,
    noticed: () => ({ clicks: clicks.splice(0), longTasks: longTasks.splice(0) }),
  };

  // When, in ms since the navigation began, messages could come in.
  window.bench.ready = open().then(() => performance.now());
}

/**
 * Has a client wait for this many messages. Gives how long they took, in ms,
 * from the first to the last, as a listener sees them.
 */
async function expect({ on, off }, count, listeners) {
  let letters = 0;
  const added = Array.from({ length: listeners - 1 }, () => (event) => (letters += event.text.length));
  const took = await new Promise((resolve) => {
    let left = count;
    let began;
    added.push(() => {
      began ??= performance.now();
      if (--left === 0) resolve(performance.now() - began);
    });
    for (const listener of added) on("message", listener);
  });
  for (const listener of added) off("message", listener);
  return took;
}

/** Sends one message after the other, each once the last is answered. Gives how long each took, in ms. */
async function roundTrips({ send }, count) {
  const took = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    await send(`message ${i}`);
    took.push(performance.now() - began);
  }
  return took;
}

/** Sends all messages at once. Gives how long it took, in ms, until the last was answered. */
async function pipeline({ send }, count) {
  const began = performance.now();
  await Promise.all(Array.from({ length: count }, (_, i) => send(`message ${i}`)));
  return performance.now() - began;
}

/** What the network is like: how long a bare request and the opening of a socket take, in ms, and the rate of a download, in Mbit/s. */
async function network() {
  const timed = async (what) => {
    const began = performance.now();
    await what();
    return performance.now() - began;
  };
  const request = await timed(() => fetch(`${api}api.test`, { method: "POST" }));
  const { url } = await (await fetch(`${api}rtm.connect`, { method: "POST", body: new URLSearchParams({ token }) })).json();
  const socket = new WebSocket(url);
  const opening = await timed(() => new Promise((resolve) => (socket.onopen = resolve)));
  socket.close();
  const file = new URL(`/rtm.wasm?once=${Math.random()}`, location.href).href;
  const download = await timed(async () => (await fetch(file, { cache: "no-store" })).arrayBuffer());
  const [{ encodedBodySize }] = performance.getEntriesByName(file);
  return { request, opening, megabits: (encodedBodySize * 8) / 1000 / download };
}

/** How long each click waited for its listener, in ms. */
function watchClicks() {
  const waits = [];
  addEventListener("click", (event) => waits.push(performance.now() - event.timeStamp));
  return waits;
}

/** The length, in ms, of each task of more than 50 ms. */
function watchLongTasks() {
  const lengths = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) lengths.push(duration);
  }).observe({ type: "longtask" });
  return lengths;
}
