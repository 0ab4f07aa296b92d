// The figures as tables: text for the terminal, Markdown for the guide.

import { median, quantile } from "./figures.js";
import { contenders } from "./lab.js";
import { measures } from "./measures/index.js";
import { bounds, growth, held, rows } from "./targets.js";

/** The values of a figure, one a round. */
export const values = ({ measured }, { measure, figure }, contender) => measured[measure]?.[contender].map((round) => round[figure]);

/** The ratios of ours to another contender, one a round. */
export function ratios(results, row, to) {
  const others = values(results, row, to);
  return values(results, row, "ours").map((value, round) => value / others[round]);
}

/** A figure with about three digits. */
export const round = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** A median, and the quartiles around it. */
const spread = (list) => `${round(median(list))} (${round(quantile(list, 0.25))}-${round(quantile(list, 0.75))})`;

/** One line a figure: [label, bare, official, ours, ratio, target, whether it is met]. */
export function lines(results) {
  const has = ({ measure }) => results.measured[measure];
  const all = [];
  for (const row of rows.filter(has)) {
    const figures = contenders.map((contender) => round(median(values(results, row, contender))));
    const limits = Object.entries(row.limits).map(([to, limit]) => ({ to, limit, ratio: median(ratios(results, row, to)) }));
    all.push([
      `${row.label}, ${row.unit}`, ...figures, spread(ratios(results, row, "bare")),
      limits.map(({ to, limit }) => `${limit}${to === "official" ? " of the official client's" : ""}`).join(", "),
      limits.length > 0 ? limits.every(({ limit, ratio }) => ratio <= limit) : undefined,
    ]);
  }
  for (const row of bounds.filter(has)) {
    const worst = contenders.map((contender) => Math.max(...values(results, row, contender)));
    all.push([`${row.label}, ${row.unit}`, ...worst.map(round), "", `${row.most} ${row.unit}`, worst.at(-1) <= row.most]);
  }
  if (results.measured.memory) all.push(...memoryLines(results));
  return all;
}

function memoryLines(results) {
  const at = (contender, messages) => {
    const [heap, wasm] = ["heap", "wasm"].map((kind) => median(values(results, { measure: "memory", figure: `${kind} ${messages}` }, contender)));
    return { heap, wasm, sum: heap + wasm };
  };
  const text = ({ heap, wasm }) => round(heap) + (wasm ? ` + ${round(wasm)}` : "");
  return held.map((messages, i) => {
    const isLast = i === held.length - 1;
    return [
      `Heap + wasm memory at rest, after ${messages.toLocaleString("en")} messages, MB`, ...contenders.map((contender) => text(at(contender, messages))), "",
      isLast ? "flat" : "", isLast ? at("ours", messages).sum <= at("ours", held[i - 1]).sum * growth : undefined,
    ];
  });
}

/** How the cost grows: what the main thread works on a message, in us. */
export function growthLines(results) {
  return [...measures.flood, ...measures.growth]
    .map(({ id }) => id)
    .filter((id) => results.measured[id])
    .map((id) => ({ id, figures: contenders.map((contender) => values(results, { measure: id, figure: "main thread" }, contender)) }));
}

/** Prints all, each target with whether it is met. */
export function print(results) {
  const verdict = { true: "met", false: "NOT met" };
  const table = lines(results).map((line) => [...line.slice(0, -1), verdict[line.at(-1)] ?? ""]);
  const head = ["", "bare loop", "official", "ours", "ratio to bare (quartiles)", "at most", ""];
  const grown = growthLines(results).map(({ id, figures }) => [`Main thread per message, ${id}, us`, ...figures.map((list) => round(median(list))), spread(figures.at(-1).map((value, i) => value / figures[0][i]))]);
  const text = [head, ...table, ...grown];
  const widths = head.map((_, column) => Math.max(...text.map((line) => (line[column] ?? "").length)));
  for (const line of text) console.log(line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "));
  console.log(Object.entries(results.machine).map(([name, value]) => `${name} ${value}`).join(", "));
}
