// What a client is made of, whichever it is.

/** Hardly a pause between attempts. */
const retryConfig = { forever: true, minTimeout: 1, maxTimeout: 1 };

/**
 * The options that scripts take for granted, in the spelling of either client.
 * @param {"v3" | "v4"} dialect
 * @param {string} api
 */
export function defaults(dialect, api) {
  const common = { retryConfig, logger: () => {} };
  if (dialect === "v4") return { ...common, slackApiUrl: api };
  return { ...common, slackAPIUrl: api, useRtmConnect: true, dataStore: false };
}

/** Where a workspace is. */
export const places = (origin, workspace) => ({
  api: `${origin}/workspaces/${workspace}/api/`,
  control: `${origin}/workspaces/${workspace}/control`,
});

/** Runs a script to its end, and gives what was seen. */
export async function runScript(driver, script) {
  try {
    await script.run(driver);
  } catch (error) {
    driver.note(`the script fails: ${error.message}`, "uncaught");
  }
  const { lines, isStuck } = driver;
  await driver.end();
  return { lines, isStuck };
}
