// What a page holds on to: the JavaScript heap after garbage collection, and
// the memory of WebAssembly, in MB.

import { pour } from "./flood.js";

export const memory = {
  id: "memory",
  rounds: 1,
  measure: (lab, contender) =>
    lab.inPage(contender, async (page) => {
      const figures = {};
      for (const messages of [0, 100_000, 200_000]) {
        // In parts, since what the workspace has not sent yet lies in its memory.
        for (let i = 0; i < 5 && messages > 0; i++) await pour(page, { bytes: 560, count: 20_000 });
        figures[`heap ${messages}`] = await page.heap();
        figures[`wasm ${messages}`] = await page.wasmMemory();
      }
      return figures;
    }),
};
