// The inspector: everything about the connection. Its parts are brought up to
// date once a second, those in sight.

import { $ } from "../dom.js";
import { Counters } from "./counters.js";
import { Frames } from "./frames.js";
import { Plots } from "./plots.js";
import { Queue } from "./queue.js";
import { Samples } from "./samples.js";
import { Sessions } from "./sessions.js";
import { State } from "./state.js";
import { installTabs } from "./tabs.js";
import { Timeline } from "./timeline.js";
import { installTrace } from "./trace.js";

/**
 * @param {import("/rtm.js").RTMClient} rtm
 * @param {import("../chat/outbox.js").Outbox} outbox
 * @param {import("../workspace.js").Workspace} workspace
 * @param {{connect: () => void, token: () => string, isShared: boolean}} session
 */
export function installInspector(rtm, outbox, workspace, { connect, token, isShared }) {
  const timeline = new Timeline(rtm);
  const frames = new Frames(rtm, token);
  const parts = [new State(rtm, connect), new Plots(new Samples(rtm)), new Queue(rtm, outbox, workspace), new Sessions(rtm, isShared), new Counters(rtm)];
  const tick = () => {
    if (document.hidden || $("details").checkVisibility?.({ visibilityProperty: true }) === false) return;
    for (const part of parts) part.tick();
  };
  installTrace(rtm, timeline);
  installTabs(() => {
    tick();
    frames.draw();
  });
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  rtm.on("state", tick);
  return timeline;
}
