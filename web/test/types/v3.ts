// Compile-time checks of v3's part of rtm.d.ts.

import { CLIENT_EVENTS, RtmClient, RTMClient, RTM_EVENTS, RTM_MESSAGE_SUBTYPES } from "rtmwasm";
import type { ConnectResponse, MessageResult, RTMCallResult, RTMError, Socket, SocketConnection, WebAPIResult } from "rtmwasm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<A, B>(equal: Equal<A, B>): void;
declare function show(...values: unknown[]): void;

is<typeof RtmClient, typeof RTMClient>(true);
const rtm: RtmClient = new RtmClient("xoxb-1", { socketFn: (url) => new WebSocket(url), autoReconnect: false });

// The constants are the names of events.

is<typeof CLIENT_EVENTS.RTM.RTM_CONNECTION_OPENED, "open">(true);
rtm.on(CLIENT_EVENTS.RTM.AUTHENTICATED, (response) => is<typeof response, ConnectResponse>(true));
rtm.on(CLIENT_EVENTS.RTM.WS_CLOSE, (code, reason) => show(code.toFixed(), reason.toUpperCase()));
rtm.on(CLIENT_EVENTS.RTM.DISCONNECT, (error, code) => show(error, code));
rtm.on(CLIENT_EVENTS.WEB.RATE_LIMITED, (seconds) => show(seconds.toFixed()));
rtm.on(RTM_EVENTS.REACTION_ADDED, (event) => show(event.reaction));
rtm.on(`${RTM_EVENTS.MESSAGE}::${RTM_MESSAGE_SUBTYPES.CHANNEL_JOIN}`, (event) => show(event.user));
// @ts-expect-error: no such event
RTM_EVENTS.NOTHING;

// Members

async function members() {
  is<Awaited<ReturnType<typeof rtm.login>>, ConnectResponse>(true);
  const given: SocketConnection | ConnectResponse = await rtm.connect("wss://example.com/");
  const again: ConnectResponse = await rtm.reconnect(true);
  is<typeof rtm.ws, Socket | null>(true);
  rtm.ws?.close(1000);
  show(given.url, again.self.id, rtm.nextMessageId().toFixed(), rtm.ws, rtm._pingTimer, rtm._socketFn("wss://x"));
  const message: MessageResult = await rtm.send({ type: "message", channel: "C1", text: "hello" } as const);
  const reply: RTMCallResult | undefined = await rtm.send({ type: "ping" });
  const nothing: void = rtm.send({ type: "ping" }, (error, result) => show(error, result));
  rtm.send({ type: "message", channel: "C1", text: "hello" }, (error, result) => is<typeof result, MessageResult | undefined>(true));
  const id: number = await rtm.send("typing", { channel: "C1" });
  const updated: WebAPIResult = await rtm.updateMessage({ ts: message.ts, channel: "C1", text: "hi", opts: { parse: "full" } });
  const callback: void = rtm.updateMessage({ ts: "1.0", channel: "C1", text: "hi" }, (error) => {
    if (error) is<typeof error, RTMError>(true);
  });
  show(reply, nothing, id, updated, callback, await rtm._chat.update("1.0", "C1", "hi"), await rtm._rtm.connect());
  rtm.handleWsOpen();
  rtm.handleWsMessage("{}");
  rtm.handleWsMessage({ data: "{}" });
  rtm.handleWsError(new Error("of the socket"));
  rtm.handleWsClose(1006, "gone");
  rtm._handleMessageAck(1, { ok: true });
  rtm._handlePong({ reply_to: 1 });
  rtm._handleHello();
  rtm._maybeKeepAlive({});
  rtm._createFacets();
  await rtm.disconnect(new Error("enough"), 4000);
  // @ts-expect-error: a frame has a type
  rtm.send({ channel: "C1" });
}
show(members);
