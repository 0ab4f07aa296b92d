// How long a message takes to be sent and answered.

import { quantile } from "../figures.js";

export const roundTrip = {
  id: "roundtrip",
  rounds: 5,
  measure: (lab, contender) =>
    lab.inPage(contender, async (page) => {
      await page.ask("roundTrips", 200); // so that the page's code is compiled
      const took = await page.ask("roundTrips", 1000);
      return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
    }, { precise: true }),
};
