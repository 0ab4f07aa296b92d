// On a narrow page the columns at the sides are drawers, one open at most.

import { $ } from "./dom.js";

const drawers = ["sidebar", "details"];

/** Makes the buttons work. */
export function installDrawers() {
  for (const id of drawers) $(`open-${id}`).addEventListener("click", () => open(id));
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", closeDrawers);
  $("backdrop").addEventListener("click", closeDrawers);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawers();
  });
  // On a page that has become wide there is nothing to close, and nothing may stay inert.
  for (const width of [760, 1279]) matchMedia(`(max-width: ${width}px)`).addEventListener("change", closeDrawers);
  // A link is a choice, even of what is open already.
  $("sidebar").addEventListener("click", (/** @type {any} */ event) => {
    if (event.target.closest("a")) closeDrawers();
  });
}

/** @param {string} id */
function open(id) {
  document.body.dataset.drawer = id;
  $(`open-${id}`).ariaExpanded = "true";
  document.querySelector("main")?.setAttribute("inert", ""); // what lies under it
  $(id).querySelector("[data-close]").focus();
}

/** Closes what is open, and gives the focus back. */
export function closeDrawers() {
  const id = document.body.dataset.drawer;
  if (!id) return;
  delete document.body.dataset.drawer;
  document.querySelector("main")?.removeAttribute("inert");
  $(`open-${id}`).ariaExpanded = "false";
  $(`open-${id}`).focus();
}
