// What is written for readers: the READMEs and the guides.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const top = new URL("../../", import.meta.url);

/** The paths of them all, from the top of the repository. */
export const guides = ["README.md", "web/README.md", ...[".github/", "web/docs/"].flatMap((folder) => readdirSync(new URL(folder, top)).filter((name) => name.endsWith(".md")).sort().map((name) => folder + name))];

/** The text of one. */
export const read = (path) => readFileSync(new URL(path, top), "utf8");

/** Where one is. */
export const locate = (path) => fileURLToPath(new URL(path, top));

/** The first block of code of a language in a guide. */
export const block = (path, language) => read(path).match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m"))[1];
