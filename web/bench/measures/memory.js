// What a page at rest holds on to: the JavaScript heap after garbage collection,
// and the memory of WebAssembly, in MB.

import { pour } from "./flood.js";

export const memory = {
  id: "memory",
  rounds: 1,
  measure: (lab, contender) =>
    lab.inPage(contender, async (page) => {
      const figures = {};
      const atRest = () => new Promise((resolve) => setTimeout(resolve, 2500));
      for (const messages of [0, 100_000, 200_000]) {
        // In parts, since what the workspace has not sent yet lies in its memory.
        for (let i = 0; i < 5 && messages > 0; i++) await pour(page, { bytes: 560, count: 20_000 });
        await atRest(); // Go collects its garbage when nothing happens, too
        figures[`heap ${messages}`] = await page.heap();
        figures[`wasm ${messages}`] = await page.wasmMemory();
      }
      return figures;
    }),
};
