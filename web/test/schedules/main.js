// The page: it runs as many schedules as it is told.

import { install } from "./environment.js";
import { draw, run, tell } from "./schedule.js";

const rtmwasm = await install();

/** For how long, in ms, a call may run some: the test asks for more. */
const longest = 5000;

/** Runs schedules from a seed on, until one breaks a rule, which is said. Gives how many kept them all. */
window.runSchedules = async (kind, seed, count) => {
  const end = performance.now() + longest;
  let done = 0;
  for (; done < count && performance.now() < end; done++) {
    const schedule = draw(seed + done, kind);
    const { rules } = await run(rtmwasm, schedule);
    if (rules.broken.length > 0) return { done, seed: seed + done, steps: schedule.steps.length, broken: rules.broken };
  }
  return { done };
};

/** The story of a schedule that breaks a rule. */
window.tellSchedule = (kind, seed) => tell(rtmwasm, draw(seed, kind));

window.loaded = true;
