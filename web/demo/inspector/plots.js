// The plots of round trips and of frames per second, by uPlot. Shaded is when
// there was no connection.

import uPlot from "/vendor/uplot/uPlot.esm.js";
import { $ } from "../dom.js";
import { span } from "./samples.js";

const height = 90;

/** The value of one of the page's colours. @param {string} name */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {number | null | undefined} value @param {string} [unit] */
const figure = (value, unit = "") => (value == null ? "–" : `${value < 10 && unit ? value.toFixed(1) : Math.round(value).toLocaleString("en")}${unit}`);

/** Where the last value is; -1 if there is none. @param {(number | null)[]} values */
const lastOf = (values) => values.findLastIndex((v) => v !== null);

/** @param {(number | null)[]} values */
const latest = (values) => values[lastOf(values)] ?? null;

export class Plots {
  #samples;
  /** @type {{plot: any, data(): any}[]} */
  #plots = [];

  /** @param {import("./samples.js").Samples} samples */
  constructor(samples) {
    this.#samples = samples;
    this.#make();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#make());
    // In a panel that is closed there is no room; nothing is drawn then.
    new ResizeObserver(([{ contentRect: { width } }]) => {
      if (width > 0) for (const { plot } of this.#plots) plot.setSize({ width, height });
      this.tick();
    }).observe($("plot-trips"));
  }

  tick() {
    if ($("plot-trips").clientWidth === 0) return;
    for (const { plot, data } of this.#plots) {
      plot.batch(() => {
        plot.setData(data(), false);
        const now = Date.now() / 1000;
        plot.setScale("x", { min: now - span, max: now });
        // Where nothing is pointed at, the legend has the latest values.
        if (plot.cursor.left < 0) plot.setLegend({ idxs: plot.data.map(lastOf) }, false);
      });
    }
    const { rates, trips } = this.#samples;
    $("plot-trips").ariaLabel = `Round trip in the last two minutes. Latest ping: ${figure(latest(trips[1]), " ms")}, latest message: ${figure(latest(trips[2]), " ms")}`;
    $("plot-rates").ariaLabel = `Frames per second in the last two minutes. Now ${rates[1].at(-1) ?? 0} in, ${rates[2].at(-1) ?? 0} out; at most ${Math.max(...rates[1].map(Number))} in`;
  }

  #make() {
    for (const { plot } of this.#plots) plot.destroy();
    this.#plots = [
      this.#plot("plot-trips", " ms", 5, [
        { label: "ping", stroke: colour("--accent"), width: 1.5, spanGaps: true, points: { show: true, size: 4 } },
        { label: "message", stroke: colour("--second"), width: 0, points: { show: true, size: 6, fill: colour("--second") } },
      ], () => this.#samples.trips),
      this.#plot("plot-rates", "", 4, [
        { label: "in", stroke: colour("--accent"), fill: colour("--accent-soft"), width: 1.5, points: { show: false } },
        { label: "out", stroke: colour("--second"), width: 1.5, points: { show: false } },
      ], () => this.#samples.rates),
    ];
  }

  /**
   * @param {string} id of the element
   * @param {string} unit
   * @param {number} least what the axis reaches at least
   * @param {object[]} series
   * @param {() => any} data
   */
  #plot(id, unit, least, series, data) {
    const axis = {
      stroke: colour("--muted"), font: "11px system-ui, sans-serif", ticks: { show: false },
      grid: { stroke: colour("--line"), width: 1 },
    };
    const shades = { hooks: { drawClear: (/** @type {any} */ plot) => this.#shade(plot) } };
    const now = Date.now() / 1000;
    const plot = new uPlot({
      width: Math.max($(id).clientWidth, 100), height,
      padding: [8, 24, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { min: now - span, max: now },
        y: { range: (/** @type {any} */ _, /** @type {number} */ _min, /** @type {number | null} */ max) => [0, Math.max(least, (max ?? 0) * 1.15)] },
      },
      axes: [
        { ...axis, size: 22, gap: 4, space: 70, values: "{HH}:{mm}:{ss}" },
        { ...axis, size: 40, gap: 6, space: 28, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((t) => t.toLocaleString("en", { notation: "compact" })) },
      ],
      series: [{ value: "{HH}:{mm}:{ss}" }, ...series.map((s) => ({ ...s, value: (/** @type {any} */ _, /** @type {number | null} */ v) => figure(v, unit) }))],
      plugins: [shades],
    }, data(), $(id));
    return { plot, data };
  }

  /** @param {any} plot */
  #shade(plot) {
    const { left, top, width, height: tall } = plot.bbox;
    plot.ctx.save();
    plot.ctx.fillStyle = colour("--shade");
    for (const { from, to } of this.#samples.aways) {
      const [x1, x2] = [from, Math.min(to, Date.now() / 1000)].map((at) => Math.min(left + width, Math.max(left, plot.valToPos(at, "x", true))));
      if (x2 > x1) plot.ctx.fillRect(x1, top, Math.max(x2 - x1, 2 * devicePixelRatio), tall);
    }
    plot.ctx.restore();
  }
}
