// Measures the contenders in turn, round after round: what else the machine does
// meanwhile falls on all of them, and each is first, second and third.

import { contenders } from "./lab.js";

/**
 * The figures of a measurement, {contender: [{figure: value}, ...]}: of each round,
 * or, if it has turns, of each turn. Then the pages of a round are all open at once,
 * prepared, and measured in short turns, since a machine's speed changes within
 * seconds.
 */
export async function measure(lab, measurement) {
  const figures = Object.fromEntries(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < measurement.rounds; round++) {
    const say = (what) => process.stderr.write(`\r${measurement.id}, round ${round + 1} of ${measurement.rounds}: ${what}          `);
    const take = measurement.turns ? takeTurns : takeRound;
    await take(lab, measurement, rotated(round), figures, say);
  }
  process.stderr.write("\r\x1b[K");
  return figures;
}

async function takeRound(lab, { measure }, order, figures, say) {
  for (const contender of order) {
    say(contender);
    figures[contender].push(await measure(lab, contender));
  }
}

async function takeTurns(lab, { turns, prepare, measure }, order, figures, say) {
  await lab.inPages(order, async (pages) => {
    for (const page of pages.values()) await prepare(page);
    for (let turn = 0; turn < turns; turn++) {
      say(`turn ${turn + 1} of ${turns}`);
      for (const contender of rotated(turn)) {
        const page = pages.get(contender);
        await page.toFront();
        figures[contender].push(await measure(page));
      }
    }
  });
}

/** The contenders in their order, but beginning with another each time. */
function rotated(by) {
  const first = by % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}
