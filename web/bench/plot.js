// Draws how the main thread's time per message grows: a row a case, a dot a
// contender, on a logarithmic axis.

import { writeFile } from "node:fs/promises";
import { median } from "./figures.js";
import { contenders } from "./lab.js";
import { growthLines, round } from "./table.js";

const width = 720;
const left = 130; // of the axis
const right = width - 60;
const top = 64; // of the first row
const step = 34;

/** How each contender is drawn; the colours are legible on white and on black. */
const marks = {
  bare: { name: "bare loop", shape: (x, y) => `<circle class="bare" cx="${x}" cy="${y}" r="6"/>` },
  official: { name: "@slack/rtm-api", shape: (x, y) => `<rect class="official" x="${x - 5.5}" y="${y - 5.5}" width="11" height="11"/>` },
  ours: { name: "this client", shape: (x, y) => `<path class="ours" d="M${x} ${y - 8}l8 8l-8 8l-8-8z"/>` },
};

export async function writePlot(path, results) {
  const cases = growthLines(results).map(({ id, figures }) => ({ id: id === "flood" ? "560 B" : id, medians: figures.map(median) }));
  // The sizes first, from small to large.
  const rank = ({ id }) => ["200 B", "560 B", "2 KB", "64 KB"].indexOf(id) + 1 || cases.length;
  cases.sort((a, b) => rank(a) - rank(b));
  await writeFile(path, draw(cases, results.machine));
}

function draw(cases, { date }) {
  const all = cases.flatMap(({ medians }) => medians);
  const from = Math.log10(Math.min(...all) * 0.8);
  const to = Math.log10(Math.max(...all) * 1.1);
  const x = (value) => +(left + ((Math.log10(value) - from) / (to - from)) * (right - left)).toFixed(1);
  const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((value) => Math.log10(value) >= from && Math.log10(value) <= to);
  const bottom = top + cases.length * step;

  const grid = ticks.map((value) => `
  <path class="grid" d="M${x(value)} ${top - 20}V${bottom - 14}"/><text class="small" x="${x(value)}" y="${bottom + 4}" text-anchor="middle">${value}</text>`);
  const legend = contenders.map((contender, i) => `
  ${marks[contender].shape(left + 8 + i * 150, 26)}<text x="${left + 22 + i * 150}" y="30.5">${marks[contender].name}</text>`);
  const rows = cases.map(({ id, medians }, i) => {
    const y = top + i * step;
    return `
  <text x="${left - 14}" y="${y + 4.5}" text-anchor="end">${id}</text><path class="row" d="M${left} ${y}H${right}"/>
  ${contenders.map((contender, c) => `<g><title>${marks[contender].name}: ${round(medians[c])} us</title>${marks[contender].shape(x(medians[c]), y)}</g>`).join("\n  ")}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 34}" width="${width}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Main thread time per message, in microseconds">
  <style>
    text { fill: #24292f } .small { font-size: 11px }
    .grid, .row { stroke: #8c959f; stroke-opacity: .35; fill: none }
    .bare { fill: #8c959f } .official { fill: none; stroke: #bf6a02; stroke-width: 2 } .ours { fill: #2f81f7; fill-opacity: .85 }
    @media (prefers-color-scheme: dark) { text { fill: #d1d7de } }
  </style>${grid.join("")}${legend.join("")}${rows.join("")}
  <text class="small" x="${(left + right) / 2}" y="${bottom + 24}" text-anchor="middle">main thread per message in a flood, us (logarithmic, ${date}); less is better</text>
</svg>
`;
}
