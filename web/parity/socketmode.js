// Our client in a page and @slack/socket-mode in Node, each as the only client of an app on
// a fake workspace, through the same rotations: Slack warns of the end of each socket 10 s
// ahead, and ends it. It prints for how long nobody heard at most, what became of the
// events, and how many sockets are left. Usage, after ./build.sh parity has fetched what it
// needs:
//
//   node web/parity/socketmode.js [minutes]

import { SocketModeClient } from "@slack/socket-mode";
import { launch, serve } from "../test/launch.js";

const minutes = Number(process.argv[2] ?? 5);
/** In s: a stable one, whose end Slack announces in good time. */
const connectionTime = 50;
/** In ms, from one event to the next. */
const pause = 250;

const { origin, close } = await serve("web/parity");
const browser = await launch();

/** Scripts a workspace. */
async function script(workspace, verb, fields = {}) {
  const response = await fetch(`${origin}/workspaces/${workspace}/control/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
  if (!response.ok) throw new Error(`${verb}: ${await response.text()}`);
  return (await response.json()).result;
}

/** The official client, with its defaults. */
async function official(workspace) {
  const heard = [];
  const client = new SocketModeClient({ appToken: "xapp-official", logLevel: "error", clientOptions: { slackApiUrl: `${origin}/workspaces/${workspace}/api/` } });
  client.on("message", async ({ event, ack }) => {
    heard.push([event.text, Date.now()]);
    await ack();
  });
  await client.start();
  return { heard: async () => heard, end: () => client.disconnect() };
}

/** Ours, with its defaults. */
async function ours(workspace) {
  const page = await browser.newPage();
  await page.goto(`${origin}/test/page.html`);
  await page.evaluate(async (slackApiUrl) => {
    const { RTMClient } = await import("/rtm.js");
    window.heard = [];
    window.rtm = new RTMClient(undefined, { socketMode: true, appToken: "xapp-ours", slackApiUrl });
    rtm.on("message", ({ text }) => heard.push([text, Date.now()]));
    const ready = rtm.waitFor("ready");
    await rtm.start();
    await ready;
  }, `${origin}/workspaces/${workspace}/api/`);
  return { heard: () => page.evaluate("heard"), end: () => page.evaluate("rtm.disconnect()") };
}

async function measure(name, begin) {
  const workspace = `rotations-${name.replace(/\W/g, "")}`;
  await script(workspace, "connection-time", { time: connectionTime });
  const client = await begin(workspace);
  /** When each was said. */
  const said = new Map();
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; ) {
    const text = `event ${said.size}`;
    said.set(text, Date.now());
    await script(workspace, "say", { text });
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  await new Promise((resolve) => setTimeout(resolve, 90_000)); // what comes again after a minute
  const heard = await client.heard();
  const times = new Map();
  for (const [text] of heard) times.set(text, (times.get(text) ?? 0) + 1);
  const late = Math.max(...heard.map(([text, at]) => at - said.get(text)));
  const { deafest, acks } = await script(workspace, "acks");
  await client.end();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const { opened, sockets } = await (await fetch(`${origin}/workspaces/${workspace}/control/log`)).json();
  return {
    client: name, sockets: opened, "longest without a socket, ms": Math.round(deafest), events: said.size,
    lost: [...said.keys()].filter((text) => !times.has(text)).length, doubled: [...times.values()].filter((n) => n > 1).length,
    "sent again": acks.filter(({ attempt }) => attempt > 0).length, "the latest, ms": late, "sockets left": sockets,
  };
}

console.table(await Promise.all([measure("rtmwasm", ours), measure("@slack/socket-mode 3.1.0", official)]));
await browser.close();
close();
process.exit();
