// On a narrow page the columns at the sides are drawers, one open at most. The
// history has an entry for an open one, so that Back closes it, as on a phone one
// expects, and does not leave the page.

import { $ } from "./dom.js";

const drawers = ["sidebar", "details"];

/** Which one is on the page; empty for none. */
let shown = "";
/** Whether the page is on its way back from the entry of one that was closed. */
let isGoingBack = false;

/** Makes the buttons work. */
export function installDrawers() {
  for (const id of drawers) $(`open-${id}`).addEventListener("click", () => choose(id));
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", closeDrawers);
  $("backdrop").addEventListener("click", closeDrawers);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawers();
  });
  // On a page that has become wide there is nothing to close, and nothing may stay inert.
  for (const width of [760, 1279]) matchMedia(`(max-width: ${width}px)`).addEventListener("change", closeDrawers);
  // A link is a choice, even of what is open already. It takes the place of the drawer in the history.
  $("sidebar").addEventListener("click", (/** @type {any} */ event) => {
    const link = event.target.closest("a");
    if (!link || !shown) return;
    event.preventDefault();
    if (link.hash === location.hash) return closeDrawers();
    show("");
    location.replace(link.hash);
  });
  addEventListener("popstate", () => {
    if (!isGoingBack) return show(history.state?.drawer ?? "");
    isGoingBack = false;
    remember(); // another may have been opened meanwhile
  });
  show(history.state?.drawer ?? "");
}

/** Closes what is open, and gives the focus back. */
export function closeDrawers() {
  if (shown) choose("");
}

/** @param {string} id empty for none */
function choose(id) {
  show(id);
  if (!isGoingBack) remember();
}

/** Brings the history in line with what is shown. */
function remember() {
  const { drawer = "" } = history.state ?? {};
  if (drawer === shown) return;
  if (!shown) {
    isGoingBack = true;
    history.back();
  } else if (drawer) {
    history.replaceState({ drawer: shown }, "");
  } else {
    history.pushState({ drawer: shown }, "");
  }
}

/** @param {string} id empty for none. On a page that is too wide for drawers it is none, whatever the history says. */
function show(id) {
  const before = shown;
  shown = id && $(`open-${id}`).checkVisibility() ? id : "";
  if (shown === before) return;
  document.body.dataset.drawer = shown;
  if (!shown) delete document.body.dataset.drawer;
  document.querySelector("main")?.toggleAttribute("inert", shown !== ""); // what lies under it
  if (before) {
    $(`open-${before}`).ariaExpanded = "false";
    $(`open-${before}`).focus();
  }
  if (shown) {
    $(`open-${shown}`).ariaExpanded = "true";
    $(shown).querySelector("[data-close]").focus();
  }
}
