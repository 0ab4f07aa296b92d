// All there is, for pages without modules.

export * from "./index.js";
export * from "./v3.js";
