// 200 messages sent at once to a server that takes 50 ms to answer each.

export const pipeline = {
  id: "pipeline",
  rounds: 3,
  measure: (lab, contender) =>
    lab.inPage(contender, async (page) => {
      await page.ask("pipeline", 20); // so that the page's code is compiled
      await page.slack("delay-acks", { delay: 0.05 });
      return { ms: await page.ask("pipeline", 200) };
    }),
};
