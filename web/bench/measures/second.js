// How long a second tab takes from its navigation until messages can come in, beside one
// of the same kind that is ready; and what it holds on to then. Ours shares its session.

export const second = {
  id: "second",
  rounds: 12,
  measure: (lab, contender) => {
    const kind = contender === "ours" ? "shared" : contender;
    const measure = async (page) => ({ ms: await page.readyAt(), heap: await page.heap() });
    return lab.inPage(kind, (first) => lab.inPage(kind, measure, { beside: first }), { cold: true });
  },
};
