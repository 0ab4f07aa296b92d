// What one sees while there is no connection: when the next attempt begins, and a
// button that does not wait for it.

import { ErrorCode } from "/rtm.js";
import { $ } from "../dom.js";

/**
 * @param {import("/rtm.js").RTMClient} rtm
 */
export function installOutage(rtm) {
  let mayHurry = true;
  let timer = 0;
  $("outage-retry").addEventListener("click", () => {
    rtm.reconnect().catch(() => {}); // the next state tells
  });

  const tick = () => {
    const { state, nextAttempt } = rtm.stats();
    const waits = state === "reconnecting" && nextAttempt !== undefined;
    $("outage-words").textContent = waits ? `${mayHurry ? "No connection" : "Slack asks to wait"}: the next attempt is in ${seconds(nextAttempt)}` : "No connection: trying…";
    $("outage-retry").hidden = !waits || !mayHurry;
  };

  rtm.on("state", ({ name, cause }) => {
    // What Slack asks for is kept, whoever presses what.
    if (name === "reconnecting") mayHurry = cause?.code !== ErrorCode.RateLimitedError;
    const isOver = ["connected", "ready", "disconnecting", "disconnected"].includes(name);
    if (isOver) {
      $("outage").hidden = true;
      clearInterval(timer);
      timer = 0;
    } else if (name === "reconnecting" || timer) { // not before the first attempt has failed
      $("outage").hidden = false;
      timer ||= setInterval(tick, 250);
      tick();
    }
  });
}

/** @param {number} at in ms since 1970 */
const seconds = (at) => `${Math.max(0, Math.ceil((at - Date.now()) / 1000))} s`;
