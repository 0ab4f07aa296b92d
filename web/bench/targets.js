// What the client is to reach. A row is a figure of a measurement, in all of
// which less is better; its limits are ratios to another contender in the same
// round.

export const rows = [
  { label: "Flood: time per message", unit: "us", measure: "flood", figure: "elapsed", limits: { bare: 1.05, official: 1 } },
  { label: "Flood: main thread per message", unit: "us", measure: "flood", figure: "main thread", limits: { bare: 1.1 } },
  { label: "Send and reply, median", unit: "ms", measure: "roundtrip", figure: "p50", limits: { bare: 1.3 } },
  { label: "Send and reply, 99th percentile", unit: "ms", measure: "roundtrip", figure: "p99", limits: { bare: 1.5 } },
  { label: "200 sends at once, replies after 50 ms", unit: "ms", measure: "pipeline", figure: "ms", limits: { bare: 1.2 } },
  { label: "Navigation to ready, nothing cached", unit: "ms", measure: "ready", figure: "ms", limits: { bare: 2.2 } },
  { label: "The same over 100 ms and 50 Mbit/s", unit: "ms", measure: "ready 100 ms", figure: "ms", limits: { bare: 1.4 } },
  { label: "The same over 150 ms and 10 Mbit/s", unit: "ms", measure: "ready 150 ms", figure: "ms", limits: { bare: 1.7 } },
  { label: "A second visit over 100 ms and 50 Mbit/s", unit: "ms", measure: "ready again", figure: "ms", limits: { bare: 1.3 } },
  { label: "Second tab of a shared session, navigation to ready", unit: "ms", measure: "second", figure: "ms", limits: { bare: 1.5 } },
  { label: "Heap of a second tab of a shared session", unit: "MB", measure: "second", figure: "heap", limits: {} },
];

/** Figures that stand for themselves: what ours may reach at most. */
export const bounds = [
  { label: "Longest task in a flood (0: none over 50 ms)", unit: "ms", measure: "answering", figure: "longest task", most: 50 },
  { label: "A click in a flood waits, median", unit: "ms", measure: "answering", figure: "click p50", most: 50 },
  { label: "A click in a flood waits, longest", unit: "ms", measure: "answering", figure: "click worst", most: 100 },
];

/** What is held after this many messages; the last may not exceed the one before by more than a hundredth. */
export const held = [0, 100_000, 200_000];
export const growth = 1.01;
