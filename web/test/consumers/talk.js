/** What each consumer does with the package: a session on a workspace, in a worker if the page is asked for that, and a message. */
export async function talk({ initialize, RTMClient }) {
  const asked = new URLSearchParams(location.search);
  let outcome;
  const rtm = new RTMClient("xoxb-1", { slackApiUrl: asked.get("api") });
  try {
    if (asked.has("worker")) await initialize({ worker: true });
    if (asked.has("wasm")) await initialize({ wasmURL: asked.get("wasm") });
    await rtm.start();
    const { ok, text } = await rtm.sendMessage(`hello from ${document.title}`, "C0GENERAL");
    outcome = { ok, text };
  } catch (error) {
    outcome = { error: `${error.message} (${error.cause?.message})` };
  }
  await rtm.disconnect();
  window.outcome = outcome;
}
