// The table: README.md, and what the terminal shows.

/** How many characters of a line the table shows. */
const width = 150;

/** How many lines of a stretch. */
const height = 8;

/**
 * @param {object} result
 * @param {{name: string, theme: string}[]} result.scripts
 * @param {number} result.comparisons
 * @param {import("./everywhere.js").Rule[]} result.everywhere
 * @param {{script: string, client: string, theirs: string[], ours: string[], reason: string}[]} result.differences
 * @param {Record<string, string>} result.reasons
 */
export function tabulate({ scripts, comparisons, everywhere, differences, reasons }) {
  const same = scripts.filter(({ name }) => !differences.some(({ script }) => script === name));
  return `# What differs from @slack/client

Made by \`./build.sh parity\`. ${scripts.length} scripts run against \`@slack/client\` 3.16.0 and 4.12.0 in
Node and against our client in Chromium, on the same fake workspace; ${comparisons} times
the events with their order and arguments, the outcomes of calls, and exceptions
are compared. A v3 script listens to v3's events in ours, a v4 script to v4's. What
must differ is left out: timestamps, addresses, pings, the wording of errors that
have a code, and what our errors say beyond theirs.

${same.length} scripts show no difference beside those of the first table. In the second, a
column has the lines that the client shows and the other side does not, \`-\` for
none; it is empty if the difference does not concern that client. "Does not come"
and "does not settle" mean: not within six seconds.

## In every script

| client | what it does, and ours does not | why |
| --- | --- | --- |
${everywhere.map(({ client, what, reason }) => row(client, what, reasons[reason])).join("\n")}

## In single scripts

| script | v3 | v4 | ours | why |
| --- | --- | --- | --- | --- |
${scripts.flatMap(({ name }) => rows(name, differences, reasons)).join("\n")}

## No difference

${same.map(({ name }) => `- ${name}`).join("\n")}
`;
}

/** The rows of a script: differences that are the same with v3 and v4 share one. */
function rows(name, differences, reasons) {
  const merged = new Map();
  for (const { script, client, theirs, ours, reason } of differences) {
    if (script !== name) continue;
    const key = JSON.stringify([ours, reason, merged.get(JSON.stringify([ours, reason]))?.[client] && theirs]);
    const entry = merged.get(key) ?? { ours, reason };
    entry[client] = theirs;
    merged.set(key, entry);
  }
  return [...merged.values()].map(({ v3, v4, ours, reason }) => row(name, cell(v3), cell(v4), cell(ours), reasons[reason] ?? ""));
}

/** @param {string[] | undefined} lines */
function cell(lines) {
  if (!lines) return "";
  if (lines.length === 0) return "-";
  const shown = lines.slice(0, height).map((line) => `\`${line.length > width ? `${line.slice(0, width)}...` : line}\``);
  if (lines.length > height) shown.push(`and ${lines.length - height} more`);
  return shown.join("<br>");
}

/** @param {...string} cells */
const row = (...cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
