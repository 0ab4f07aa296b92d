// Measures the contenders in turn, round after round: what else the machine does
// meanwhile falls on all of them, and each is first, second and third.

import { contenders } from "./lab.js";

/** The figures of a measurement: {contender: [{figure: value} of each round]}. */
export async function measure(lab, { id, rounds, measure }) {
  const figures = Object.fromEntries(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = contenders[(round + i) % contenders.length];
      process.stderr.write(`\r${id}, round ${round + 1} of ${rounds}: ${contender}          `);
      figures[contender].push(await measure(lab, contender));
    }
  }
  process.stderr.write("\r\x1b[K");
  return figures;
}
