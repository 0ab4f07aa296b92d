// Scripts the embedded workspace, as its tests do: POST control/{verb}.

/** @typedef {(verb: string, fields?: Record<string, string>) => Promise<void>} Control */

/** @param {string} api where the workspace's Web API is @returns {Control} */
export const controlOf = (api) => async (verb, fields = {}) => {
  const response = await fetch(new URL(`../control/${verb}`, api), { method: "POST", body: new URLSearchParams(fields) });
  if (!response.ok) throw new Error(`The workspace did not take "${verb}": ${(await response.text()).trim()}`);
};
