// Prints the fault matrix of a protocol.

/** One line a fault, one column a phase: how long the client took to be ready again. */
export function print(protocol, rows, fault, bound) {
  const seconds = (ms) => (ms / 1000).toFixed(1);
  const cells = rows.flatMap((row) => row.cells).filter(({ figures }) => figures);
  if (cells.length === 0) return; // none was chosen
  const word = (figures) => (figures?.recovery === undefined ? figures ?? "" : seconds(figures.recovery));
  const phases = rows[0].cells.map(({ phase }) => phase);
  const line = (first, rest) => `| ${first.padEnd(10)} | ${rest.map((text) => text.padStart(9)).join(" | ")} |`;
  console.log(`\n${protocol}: seconds until ready again, after a fault of ${seconds(fault)} s that began in this phase (bound: ${seconds(bound)}):\n`);
  console.log(line("", phases));
  console.log(line("-".repeat(10), phases.map(() => "-".repeat(9))));
  for (const row of rows) console.log(line(row.fault, row.cells.map(({ figures }) => word(figures))));

  const passed = cells.map(({ figures }) => figures).filter((figures) => figures !== "FAILED");
  const sum = (name) => passed.reduce((total, figures) => total + figures[name], 0);
  const slowest = passed.length ? Math.max(...passed.map(({ closed }) => closed)) : 0;
  console.log(`
${passed.length} of ${cells.length} cells hold: nothing hung, was lost unsaid, or came twice.
Of ${sum("said")} messages to the page ${sum("away")} came before it was first ready or while it was told to disconnect,
and ${sum("missed")} were missed, each in a gap that was told.
Of ${sum("sent")} messages from it ${sum("unknown")} ended with delivered "unknown" and ${sum("unsent")} with "no".
disconnect() during a fault took ${seconds(slowest)} s at most.
`);
}
