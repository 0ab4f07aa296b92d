// The reference is served under a policy that allows no script within a page. It does
// without the one that it has, which hides the page until the chosen colours are known.

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.on("endPage", (/** @type {import("typedoc").PageEvent} */ page) => {
    page.contents = page.contents?.replace(/<script>.*?<\/script>/s, "");
  });
}
