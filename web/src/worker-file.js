/**
 * Starts the worker (worker.js).
 * @param {import("../rtm.js").InitializeOptions} options
 * @returns {Promise<Worker>}
 */
export async function startWorker({ worker: kind, workerURL }) {
  // Bundlers find the worker's file by this form alone.
  if (kind === true && !workerURL) return new Worker(new URL("./rtm.worker.js", import.meta.url), { type: "module" });
  const url = workerURL ?? new URL("./rtm.worker.js", import.meta.url);
  if (kind === true) return new Worker(url, { type: "module" });
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const blob = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
  const worker = new Worker(blob, { type: "module" });
  worker.addEventListener("message", () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}
