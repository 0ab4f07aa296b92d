// The button that saves what the client's flight recorder has to a file, which `go test`
// replays.

import { $, make } from "../dom.js";

/**
 * @param {import("/rtm.js").RTMClient} rtm
 * @param {import("./timeline.js").Timeline} timeline that tells of it
 */
export function installTrace(rtm, timeline) {
  $("trace").addEventListener("click", async () => {
    try {
      const trace = await rtm.trace();
      if (trace.recordings.length === 0) return timeline.note("off", "Nothing to save", "Nothing was recorded before the first start.");
      const name = `rtm-trace-${stamp(new Date(trace.time))}.json`;
      save(name, JSON.stringify(trace, null, 2));
      timeline.note("off", "Trace saved", `${name}. To replay it: go test ./rtm/core -v -run TestReplay -recording /path/to/${name}`);
    } catch (error) {
      timeline.note("bad", "The trace could not be saved", /** @type {Error} */ (error).message);
    }
  });
}

/** The local date and time, as they sort and as names of files may have them: 2026-01-31-15-04-05. @param {Date} at */
function stamp(at) {
  const parts = [at.getFullYear(), at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** Offers a file. @param {string} name @param {string} json */
function save(name, json) {
  const href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // when the browser has it
}
