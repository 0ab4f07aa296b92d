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

/** @type {WeakMap<object, Promise<any>>} the session with each browser: when one ends, puppeteer forgets the browser's target */
const sessions = new WeakMap();

/** A session with the browser itself. */
function sessionOf(browser) {
  if (!sessions.has(browser)) sessions.set(browser, browser.target().createCDPSession());
  return sessions.get(browser);
}

/** The ids of the workers that the tabs of an origin share. Chromium's alone. */
async function sharedWorkers(browser, tab) {
  const { origin } = new URL(tab.url());
  const { targetInfos } = await browser.send("Target.getTargets");
  return targetInfos.filter(({ type, url }) => type === "shared_worker" && url.startsWith(origin)).map(({ targetId }) => targetId);
}

/** How many workers there are: of the tab's own, and of those that tabs share. */
export async function workersOf(tab) {
  if (kind === "firefox") return tab.workers().length;
  const browser = await sessionOf(tab.browser());
  const shared = await sharedWorkers(browser, tab);
  return tab.workers().length + shared.length;
}

/** The browser ends the workers of a tab, without a word to anybody. */
export async function killWorkers(tab) {
  for (const worker of tab.workers()) worker.client.send("Runtime.evaluate", { expression: "close()" }).catch(() => {}); // there may be no answer
  const browser = await sessionOf(tab.browser());
  for (const targetId of await sharedWorkers(browser, tab)) await browser.send("Target.closeTarget", { targetId });
}

/**
 * Does something in each place in which the program of a tab may be: its workers, or the
 * page itself. A shared worker is left at once: puppeteer would stop the next one of its
 * name, if it had a session of its own in this one.
 */
async function inProgram(tab, deed) {
  const browser = await sessionOf(tab.browser());
  const shared = await sharedWorkers(browser, tab);
  const own = tab.workers().map(({ client }) => client);
  for (const session of own.length + shared.length > 0 ? own : [await tab.createCDPSession()]) await deed(session);
  for (const targetId of shared) {
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    await deed(browser.connection().session(sessionId));
    await browser.send("Target.detachFromTarget", { sessionId });
  }
}

/** Overwrites the memory of a program, so that the next that it does traps. */
async function overwrite(session) {
  const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { for (const memory of this) new Uint8Array(memory.buffer).fill(0xff); }",
  });
}

/** Breaks the program of a tab down. */
export const breakProgram = (tab) => inProgram(tab, overwrite);

/** Breaks the program down that is in the page itself, though the session is in a worker. */
export const breakProgramOfPage = async (tab) => overwrite(await tab.createCDPSession());

/** The network goes and comes, as often as this, at once: the browser tells the page and its workers. */
export async function flap(tab, times) {
  const expression = `for (let i = 0; i < ${times}; i++) for (const name of ["offline", "online"]) dispatchEvent(new Event(name));`;
  await tab.evaluate(expression);
  if (kind === "firefox") return; // its protocol has no way into a shared worker
  await inProgram(tab, (session) => session.send("Runtime.evaluate", { expression }));
  for (let i = 0; i < times; i++) for (const isOffline of [true, false]) await tab.setOfflineMode(isOffline);
}
