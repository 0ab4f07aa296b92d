// Whether what a tab holds stays level: what it has least of in the last third of
// the run against the first. The least, since much is there for a moment only,
// and garbage is collected now and then.

/** How much more there may be at the end. Growth by one in each cycle (a fault) is a leak. */
const allowed = {
  listeners: () => 0,
  calls: () => 0,
  queued: () => 0,
  pending: () => 0,
  undelivered: () => 0,
  sockets: () => 0,
  goroutines: () => 0,
  // Between the middles of the two thirds lie two thirds of the cycles.
  jsReferences: (least, cycles) => Math.max(20, cycles / 3),
  heap: (least) => Math.max(300_000, least * 0.05),
  wasmMemory: (least) => least * 0.1,
};

/** A row for each figure, with what is wrong. */
export function level(name, samples, cycles) {
  const third = Math.floor(samples.length / 3);
  const least = (some, figure) => Math.min(...some.map((sample) => sample[figure] ?? 0));
  return Object.entries(allowed).map(([figure, most]) => {
    const [first, last] = [least(samples.slice(0, third), figure), least(samples.slice(-third), figure)];
    const isLevel = last - first <= most(first, cycles);
    return { figure, first, last, wrong: isLevel ? undefined : `${name}: ${figure} grew from ${first} to ${last} at least, in ${cycles} faults` };
  });
}
