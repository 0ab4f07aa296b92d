/** What each consumer does with the client: a session on a workspace, and a message. */
export async function talk(RTMClient) {
  let outcome;
  const rtm = new RTMClient("xoxb-1", { slackApiUrl: new URLSearchParams(location.search).get("api") });
  try {
    await rtm.start();
    const { ok, text } = await rtm.sendMessage(`hello from ${document.title}`, "C0GENERAL");
    outcome = { ok, text };
  } catch (error) {
    outcome = { error: `${error.message} (${error.cause?.message})` };
  }
  await rtm.disconnect();
  window.outcome = outcome;
}
