// How long a page takes from its navigation until messages can come in, with
// nothing in the browser's caches: loading and compiling included.

export const ready = {
  id: "ready",
  rounds: 12,
  measure: (lab, contender) =>
    lab.inPage(contender, async (page) => ({ ms: await page.readyAt() }), { cold: true }),
};
