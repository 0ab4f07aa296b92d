// Whether a page that is flooded goes on answering: a user clicks all the while.

import { median } from "../figures.js";
import { pour } from "./flood.js";

/** The longest task, in ms (0 if none took over 50), and how long clicks waited, in ms. */
export const answering = {
  id: "answering",
  rounds: 2,
  measure: (lab, contender) =>
    lab.inPage(contender, async (page) => {
      await pour(page, { bytes: 560, count: 4000 });
      await page.noticed();
      let over = false;
      const flooded = pour(page, { bytes: 560, count: 20_000 }).then(() => (over = true));
      while (!over) await page.click();
      await flooded;
      const { clicks, longTasks } = await page.noticed();
      return { "longest task": Math.max(0, ...longTasks), "click p50": median(clicks), "click worst": Math.max(...clicks), clicks: clicks.length };
    }),
};
