// Bundles the pages of the contenders into .cache/bench.

import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
export const folder = ".cache/bench";

/** Lets @slack/rtm-api find stand-ins for what it takes from Node. */
const node = {
  name: "node",
  setup(build) {
    build.onResolve({ filter: /^ws$/ }, () => ({ path: `${here}contenders/node/ws.js` }));
    build.onResolve({ filter: /^node:/ }, () => ({ path: `${here}contenders/node/builtins.js` }));
  },
};

/** Makes {contender}.js and {contender}.html of each. `rtm` is where ours gets the client from. */
export async function bundle(top, contenders) {
  for (const contender of contenders) {
    await build({
      entryPoints: [`${here}contenders/${contender}.js`],
      outfile: `${top}${folder}/${contender}.js`,
      bundle: true,
      format: "esm",
      minify: true,
      legalComments: "none",
      logLevel: "warning",
      external: ["/rtm.js"],
      ...(contender === "official" && { plugins: [node], inject: [`${here}contenders/node/globals.js`], define: { global: "globalThis" } }),
    });
    await writeFile(`${top}${folder}/${contender}.html`, `<!doctype html>
<meta charset="utf-8">
<title>${contender}</title>
<script type="module" src="${contender}.js"></script>
`);
  }
}
