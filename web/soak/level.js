// Whether what a tab holds stays level: what it has least of in the last third of
// the run against the second. The first third does not count, since a tab warms
// up: the browser compiles, buffers take their size. The least counts, since much
// is there for a moment only; and what a tab has while it is ready and has a socket,
// since without a session it has less.

/** How much more there may be at the end. One left behind by each fault is a leak. */
const allowed = {
  listeners: 0,
  calls: 0,
  queued: 0,
  pending: 0,
  undelivered: 0,
  sockets: 0,
  goroutines: 0,
  // A socket that has just come has its seven, or not yet.
  jsReferences: 8,
  // Of a third of 10 minutes the browser keeps up to 110 KB: code, and what it knows
  // of requests. The rest is for a table or two that double.
  heap: 200_000,
  // It comes in pieces of 256 KB, and is as large as the busiest moment was.
  wasmMemory: 2 * 262_144,
};

/** A row for each figure, with what is wrong. */
export function level(name, samples, faults) {
  const third = Math.floor(samples.length / 3);
  const ready = [samples.slice(-2 * third, -third), samples.slice(-third)].map((some) => some.filter(({ state, sockets }) => state === "ready" && sockets > 0));
  return Object.entries(allowed).map(([figure, most]) => {
    const [before, after] = ready.map((some) => Math.min(...some.map((sample) => sample[figure])));
    const row = { figure, before, after };
    if (ready.some((some) => some.length === 0)) row.wrong = `${name}: there is no saying whether ${figure} grew, since it was not seen ready`;
    // From the least to the least it is a third of the run.
    else if (!(after - before <= most)) row.wrong = `${name}: ${figure} grew from ${before} to ${after} at least, in ${Math.round(faults / 3)} faults`;
    return row;
  });
}
