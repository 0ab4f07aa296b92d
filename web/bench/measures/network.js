// How long a page takes from its navigation until messages can come in, over a network
// that is slower than this machine's own.

/**
 * A measurement over a network, which each page of it looks at when it is ready. If `again`,
 * it is the page's second visit.
 */
export function overNetwork(id, network, again = false) {
  return {
    id,
    rounds: 7,
    measure: (lab, contender) =>
      lab.inPage(contender, async (page) => {
        const ms = await page.readyAt();
        check(network, await page.ask("network"));
        return { ms };
      }, { cold: true, again, network }),
  };
}

/** Throws if the network was better than it should have been. */
function check({ latency, megabits }, seen) {
  if (seen.request >= latency && seen.opening >= latency && seen.megabits <= megabits) return;
  throw new Error(`the network should have ${latency} ms and ${megabits} Mbit/s, and had: ${JSON.stringify(seen)}`);
}
