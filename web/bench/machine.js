// Where and when it was measured.

import { cpus, loadavg } from "node:os";

export function describe(browser) {
  const all = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: all[0].model.trim(),
    cores: all.length,
    load: loadavg()[2],
    browser: browser.replace(/^(Headless)?Chrome\//, "Chromium "),
  };
}
