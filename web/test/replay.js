// Replays what trace() gave, by the command that the guide names.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What is told of the trace in a file, a line for each input. It fails where the replay differs. */
export async function replayed(path) {
  const { stdout } = await promisify(execFile)("go", ["test", "./rtm/core", "-v", "-count=1", "-run", "TestReplay", "-recording", path], { cwd: root });
  return stdout.split("\n").filter((line) => /^ *\d+ \d{4}-/.test(line));
}
