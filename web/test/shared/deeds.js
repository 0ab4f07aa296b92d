// What a browser, its user or bad luck does to a tab or its worker.

import { kind } from "../launch.js";

/** A page that hangs needs a session that it has from before. */
export async function crash(tab, session) {
  session ??= await tab.createCDPSession();
  session.send("Page.crash").catch(() => {});
  await new Promise((resolve) => tab.once("error", resolve));
}

/** The browser freezes a tab, as it does with hidden ones. Gives what thaws it. */
export async function freeze(tab) {
  const session = await tab.createCDPSession();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  return () => session.send("Page.setWebLifecycleState", { state: "active" });
}

/** The page is busy for this long, in ms. Returns at once. */
export const keepBusy = (tab, duration) =>
  tab.evaluate((duration) => void setTimeout(() => {
    for (const end = performance.now() + duration; performance.now() < end; );
  }), duration);

/** The page asks its user something, and stands still. Gives what answers it. */
export async function ask(tab) {
  const asked = new Promise((resolve) => tab.once("dialog", resolve));
  await tab.evaluate(() => void setTimeout(() => alert("Are you still there?")));
  const dialog = await asked;
  return () => dialog.accept();
}

// The events of a page that goes into the back/forward cache, and comes back from it.
export const putAway = (tab) => tab.evaluate(() => void dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
export const restore = (tab) => tab.evaluate(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));

/** The workers that have the program of a tab: its own, and those that the tabs of its origin share. Chromium's alone. */
export function workersOf(tab) {
  const { origin } = new URL(tab.url());
  const shared = tab.browser().targets().filter((target) => target.type() === "shared_worker" && target.url().startsWith(origin));
  return { own: tab.workers(), shared };
}

/** The browser ends the workers of a tab, without a word to anybody. */
export async function killWorkers(tab) {
  const { own, shared } = workersOf(tab);
  for (const worker of own) worker.client.send("Runtime.evaluate", { expression: "close()" }).catch(() => {}); // there may be no answer
  const browser = await tab.browser().target().createCDPSession();
  const { targetInfos } = await browser.send("Target.getTargets");
  const ids = targetInfos.filter(({ type, url }) => type === "shared_worker" && shared.some((worker) => worker.url() === url)).map(({ targetId }) => targetId);
  for (const targetId of ids) await browser.send("Target.closeTarget", { targetId });
  await browser.detach();
}

/** Where the program of a tab may be: sessions of its workers, or of the page itself. */
async function sessionsOf(tab) {
  const { own, shared } = workersOf(tab);
  const sessions = own.map(({ client }) => client);
  for (const worker of shared) sessions.push(await worker.createCDPSession());
  return sessions.length > 0 ? sessions : [await tab.createCDPSession()];
}

/** Breaks the program of a tab down: its memory is overwritten, so that the next that it does traps. */
export async function breakProgram(tab) {
  for (const session of await sessionsOf(tab)) {
    const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
    await session.send("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      functionDeclaration: "function () { for (const memory of this) new Uint8Array(memory.buffer).fill(0xff); }",
    });
  }
}

/** The network goes and comes, as often as this, at once: the browser tells the page and its workers. */
export async function flap(tab, times) {
  const expression = `for (let i = 0; i < ${times}; i++) for (const name of ["offline", "online"]) dispatchEvent(new Event(name));`;
  await tab.evaluate(expression);
  if (kind === "firefox") return; // its protocol has no way into a shared worker
  for (const session of await sessionsOf(tab)) await session.send("Runtime.evaluate", { expression });
  for (let i = 0; i < times; i++) for (const isOffline of [true, false]) await tab.setOfflineMode(isOffline);
}
