// Prints what came of a soak.

export function print({ seed, minutes, struck, rows, sums, wrong }) {
  const names = Object.keys(sums.tabs);
  const line = (first, rest) => console.log(`| ${first.padEnd(26)} | ${rest.map((text) => String(text).padStart(18)).join(" | ")} |`);
  const rule = () => line("-".repeat(26), names.map(() => "-".repeat(18)));
  const faults = Object.values(struck).reduce((sum, times) => sum + times, 0);

  console.log(`\n${minutes} minutes with ${faults} faults, seed ${seed}: ${Object.entries(struck).map(([name, times]) => `${name} ${times}`).join(", ")}.\n`);
  line("", names);
  rule();
  for (const [label, key] of [
    ["sent", "sent"], ["= acknowledged", "acknowledged"], ["+ refused", "refused"], ["+ uncertain", "unknown"], ["+ not sent", "no"],
    ["frames emitted", "heard"], ["gaps told", "gaps"], ["events missed in them", "missed"], ["handovers without a gap", "handovers"],
  ]) line(label, names.map((name) => sums.tabs[name][key]));
  rule();
  rows[names[0]].forEach(({ figure }, i) => line(`${figure}, least`, names.map((name) => `${rows[name][i].before} -> ${rows[name][i].after}`)));
  const { envelopes } = sums;
  if (envelopes.sent > 0) console.log(`\nSlack sent ${envelopes.sent} envelopes, and ${envelopes.acknowledged} were acknowledged, the slowest after ${Math.round(envelopes.slowest)} ms.`);
  const { received, acknowledged, refused, none } = sums.slack;
  console.log(`\nSlack received ${received} messages: ${acknowledged} acknowledged + ${refused} refused + ${none} without an answer.`);

  if (wrong.length > 0) console.log(`\n${wrong.length} violations:\n${wrong.slice(0, 30).map((text) => `- ${text}`).join("\n")}`);
  else console.log("\nIt holds.");
}
