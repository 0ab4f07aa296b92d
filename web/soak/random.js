// Draws that a seed repeats.

/** Numbers from 0 to 1 (mulberry32, by Tommy Ettinger, in the public domain). */
export function drawsFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (least, most) => least + next() * (most - least),
    one: (list) => list[Math.floor(next() * list.length)],
    /** One of [weight, value]. */
    weighted(list) {
      let left = next() * list.reduce((sum, [weight]) => sum + weight, 0);
      return list.find(([weight]) => (left -= weight) < 0)[1];
    },
  };
}
