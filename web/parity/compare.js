// What differs between what two clients showed.

import { everywhere } from "./everywhere.js";

/**
 * What was seen, without the differences that go through all scripts.
 * @param {string[]} lines
 * @param {string} client
 * @param {string} side
 * @param {Set<object>} applied takes the rules that were needed
 */
export function translate(lines, client, side, applied) {
  let text = lines.join("\n");
  for (const rule of everywhere) {
    if (rule.client !== client || rule.side !== side) continue;
    const translated = text.replace(rule.from, rule.to);
    if (translated !== text) applied.add(rule);
    text = translated;
  }
  return text.split("\n").filter(Boolean);
}

/**
 * The stretches in which two lists differ, after their longest common
 * subsequence.
 * @param {string[]} theirs
 * @param {string[]} ours
 */
export function compare(theirs, ours) {
  // common[i][j]: how many lines the rests after i and j can have in common.
  const common = Array.from({ length: theirs.length + 1 }, () => Array(ours.length + 1).fill(0));
  for (let i = theirs.length - 1; i >= 0; i--) {
    for (let j = ours.length - 1; j >= 0; j--) {
      common[i][j] = theirs[i] === ours[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const found = [];
  let [i, j] = [0, 0];
  let open;
  while (i < theirs.length || j < ours.length) {
    if (i < theirs.length && j < ours.length && theirs[i] === ours[j]) {
      open = undefined;
      i++;
      j++;
      continue;
    }
    if (!open) found.push((open = { theirs: [], ours: [] }));
    const isTheirs = j === ours.length || (i < theirs.length && common[i + 1][j] >= common[i][j + 1]);
    if (isTheirs) open.theirs.push(theirs[i++]);
    else open.ours.push(ours[j++]);
  }
  return found;
}
