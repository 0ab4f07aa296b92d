// The workspace that a page connects to, which the runner names.

const name = new URLSearchParams(location.search).get("workspace");

export const token = "xoxb-bench";
export const channel = "C0GENERAL";
export const api = `${location.origin}/workspaces/${name}/api/`;
