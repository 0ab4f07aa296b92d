// What the parts of the page are built with. Text is only ever text: nothing here
// parses markup.

/** The element with this id. @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);

/**
 * Makes an element with these properties and children.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function make(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  element.append(...children);
  return element;
}

/**
 * A function that has the work done soon, once for all calls of a moment: with
 * the next picture; or a little later, in a page that gets none since it is
 * hidden. Work that has just taken long waits for as much as four times that,
 * so that the page can do other things.
 * @param {() => void} work
 */
export function soon(work) {
  let picture = 0;
  let timer = 0;
  let took = 0;
  const run = () => {
    cancelAnimationFrame(picture);
    clearTimeout(timer);
    timer = 0;
    const began = performance.now();
    work();
    took = performance.now() - began;
  };
  return () => {
    if (timer) return;
    timer = setTimeout(run, Math.max(100, 4 * took));
    if (took < 16) picture = requestAnimationFrame(run);
  };
}

/** Words for a screen reader alone. @param {string} words */
export const unseen = (words) => make("span", { className: "unseen" }, words);

/** A round picture of somebody: the first letter, in a colour of their own. @param {string} name @param {string} id */
export function avatar(name, id) {
  let sum = 0;
  for (const c of id) sum = (sum * 5 + c.charCodeAt(0)) % 6;
  return make("span", { className: "avatar", ariaHidden: "true", dataset: { tint: sum } }, [...name][0]?.toUpperCase() ?? "?");
}

/** The moment of a Slack timestamp. @param {string | undefined} ts */
export const moment = (ts) => (ts ? new Date(Number(ts) * 1000) : new Date());

const hourAndMinute = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });
const seconds = /** @type {const} */ ({ ...hourAndMinute, second: "2-digit", hourCycle: "h23" });
const clocks = {
  full: new Intl.DateTimeFormat(undefined, hourAndMinute),
  short: new Intl.DateTimeFormat(undefined, { ...hourAndMinute, hourCycle: "h23" }),
  seconds: new Intl.DateTimeFormat(undefined, seconds),
  millis: new Intl.DateTimeFormat(undefined, { ...seconds, fractionalSecondDigits: 3 }),
};
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** @param {Date} at @param {keyof typeof clocks} form */
export function time(at, form = "full") {
  return make("time", { dateTime: at.toISOString(), title: dateAndTime.format(at) }, clocks[form].format(at));
}

/** How long, as one says it: 12 s, 3 min 5 s, 2 h 10 min. @param {number} ms */
export function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  return min < 60 ? `${min} min ${s % 60} s` : `${Math.floor(min / 60)} h ${min % 60} min`;
}
