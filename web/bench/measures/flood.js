// Floods a page with messages as fast as it takes them.

import { event } from "../event.js";

/** Before a measurement, so that the page's code is compiled. */
const warmup = 8000;

/**
 * A measurement of a flood: how long a message takes, in us, and for how long
 * of that the main thread works on it.
 */
export function flood(id, { bytes = 560, count = 2500, listeners = 1, clients = 1, rounds = 1, turns = 8 } = {}) {
  return {
    id,
    rounds,
    turns,
    prepare: async (page) => {
      for (let i = 1; i < clients; i++) await page.ask("open");
      await pour(page, { bytes, count: Math.ceil(warmup / Math.max(1, bytes / 560) / clients), listeners });
    },
    measure: async (page) => {
      const before = await page.mainThread();
      const took = await pour(page, { bytes, count, listeners });
      const worked = (await page.mainThread()) - before;
      const perMessage = (ms) => (ms * 1000) / (count * clients);
      return { elapsed: perMessage(took), "main thread": perMessage(worked) };
    },
  };
}

/** Has the workspace send this many messages. Gives how long, in ms, they took to come in. */
export async function pour(page, { bytes, count, listeners = 1 }) {
  await page.ask("expect", count, listeners);
  await page.slack("repeat", { frame: event(bytes), count });
  return Math.max(...(await page.ask("arrived")));
}
