// Bundles the pages of the contenders into .cache/bench.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
export const folder = ".cache/bench";

/** Lets @slack/rtm-api find stand-ins for what it takes from Node. */
const node = {
  name: "node",
  setup(build) {
    build.onResolve({ filter: /^ws$/ }, () => ({ path: `${here}contenders/node/ws.js` }));
    build.onResolve({ filter: /^node:/ }, () => ({ path: `${here}contenders/node/builtins.js` }));
  },
};

/** Our own page with a client whose names are kept. It is no contender, since it takes longer to load. */
export const readable = "readable";
/** Our page in tabs that share a session. It is measured as the second of two alone. */
export const shared = "shared";
const readableClient = {
  name: readable,
  setup(build) {
    build.onResolve({ filter: /^\/rtm\.js$/ }, () => ({ path: `/test/${readable}/rtm.js`, external: true }));
  },
};

/** What there is to say of a page's bundle beside its name. */
const special = {
  official: { plugins: [node], inject: [`${here}contenders/node/globals.js`], define: { global: "globalThis" } },
  [readable]: { entryPoints: [`${here}contenders/ours.js`], plugins: [readableClient] },
};

/** What a page has in its head: the lines of web/dist/head.html, of which one that shares a session needs the first. */
async function headOf(top, page) {
  if (page !== "ours" && page !== shared) return "";
  const lines = (await readFile(`${top}web/dist/head.html`, "utf8")).replaceAll('href="', 'href="/').split(/(?<=\n)/);
  return (page === shared ? lines.slice(0, 1) : lines).join("");
}

/** Makes {page}.js and {page}.html of each. */
export async function bundle(top, pages) {
  for (const page of pages) {
    await build({
      entryPoints: [`${here}contenders/${page}.js`],
      outfile: `${top}${folder}/${page}.js`,
      bundle: true,
      format: "esm",
      minify: true,
      legalComments: "none",
      logLevel: "warning",
      external: ["/rtm.js"],
      ...special[page],
    });
    await writeFile(`${top}${folder}/${page}.html`, `<!doctype html>
<meta charset="utf-8">
<title>${page}</title>
${await headOf(top, page)}<script type="module" src="${page}.js"></script>
`);
  }
}
