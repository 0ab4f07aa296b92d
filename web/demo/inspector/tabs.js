// The pages of the inspector, one of them shown: the tabs pattern of the ARIA
// Authoring Practices Guide. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/

import { $ } from "../dom.js";

/** @param {() => void} onchange */
export function installTabs(onchange) {
  /** @type {any[]} */
  const tabs = [...$("tabs").children];
  /** @param {any} chosen */
  const choose = (chosen) => {
    for (const tab of tabs) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      $(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
    }
    onchange();
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = tabs.at(to % tabs.length);
      choose(next);
      next.focus();
    });
  });
}
