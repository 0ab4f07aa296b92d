// Bundles a bot of npm for a page: CoffeeScript is compiled, Slack's packages are
// our client, and what only Node has is stood in for.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const coffee = createRequire(import.meta.url)("coffeescript");
const here = fileURLToPath(new URL(".", import.meta.url));

/** What a page has no use for: the shell, the web server and the HTTP clients of these bots. */
const unused = ["express", "connect-multiparty", "scoped-http-client", "request", "cline", "chalk"];

/** @type {import("esbuild").Plugin} */
const forPages = {
  name: "for pages",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\/rtm\.js$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /^(@slack\/client|slack-client(\/lib\/data-store)?)$/ }, () => ({ path: `${here}client.js` }));
    onResolve({ filter: /^(events|fs|path|util)$/ }, ({ path }) => ({ path: `${here}node/${path}.cjs` }));
    onResolve({ filter: new RegExp(`^(${unused.join("|")})$`) }, () => ({ path: `${here}node/nothing.cjs` }));
    onLoad({ filter: /\.coffee$/ }, async ({ path }) => ({
      // The adapter asks for the hubot that the main program has, and names its own folder.
      contents: coffee.compile(await readFile(path, "utf8"), { bare: true }).replaceAll("require.main.require(", "require("),
    }));
  },
};

/** @param {string} bot a file of this folder @param {string} outfile */
export async function bundle(bot, outfile) {
  await build({
    entryPoints: [`${here}${bot}`],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    resolveExtensions: [".js", ".coffee", ".json"],
    inject: [`${here}node/process.js`],
    define: { global: "globalThis", __dirname: '"/"' },
    plugins: [forPages],
    logLevel: "error",
  });
}
