// What is secret stays so: the token goes to one address, and the address of a
// socket, which serves once, is in no error and no line of the log.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";
import { inPage, openPage, origin, testInPage } from "./browser.js";

/**
 * A server with the pages of the tests and an address that redirects to another,
 * with what those two were asked. (To a server beside it a page's policy lets no
 * request through.)
 */
async function redirecting(t, status) {
  const visits = [];
  const server = createServer(async (request, response) => {
    const [, place] = request.url.split("/");
    if (place === "first" || place === "second") visits.push(request.url);
    if (place === "first") return response.writeHead(status, { Location: request.url.replace("first", "second") }).end();
    if (place === "second") return response.end('{"ok":false,"error":"invalid_auth"}');
    const page = await fetch(origin + request.url);
    response.writeHead(page.status, { "Content-Type": page.headers.get("Content-Type") }).end(Buffer.from(await page.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { from: `http://127.0.0.1:${server.address().port}`, visits };
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a call to Slack does not follow a redirect with status ${status}: the token reaches one address`, async (t) => {
    const { from, visits } = await redirecting(t, status);
    const page = await openPage(t, { from, expected: [/redirect/i] });
    const errors = await page.evaluate(async () => {
      const rtm = client({ slackApiUrl: `${location.origin}/first/`, autoReconnect: false });
      return [await outcome(rtm.start()), await outcome(rtm.call("auth.test"))];
    });
    for (const error of errors) {
      assert.equal(error.code, "slackclient_request_error");
      assert.match(error.message, /a redirect, which is not followed/);
    }
    assert.deepEqual(visits, ["/first/rtm.connect", "/first/auth.test"]);
  });
}

const ticket = "AbCdEfGhIjKlMnOpQr0123456789";

/** What a client tells of a socket that does not open, as one text. */
const storyOf = (t, url, socketFn) => inPage(t, async (url, source) => {
  const told = [];
  const rtm = client({
    autoReconnect: false,
    logLevel: "debug",
    ...(source && { socketFn: eval(source) }),
    getConnection: async () => ({ url, self: {}, team: {} }),
  }, undefined);
  for (const event of ["error", "disconnected", "disconnect"]) rtm.on(event, (error) => told.push(plain(error), error?.stack));
  rtm.on("state", ({ cause }) => told.push(plain(cause), cause?.stack));
  rtm.on("ws_close", (...args) => told.push(args));
  const over = once(rtm, "disconnected");
  await rtm.start();
  await over;
  return JSON.stringify([told, logged]);
}, { args: [url, socketFn] });

test("an address that the browser refuses is in no error and no line of the log", async (t) => {
  for (const path of [`/websocket/${ticket}`, `/websocket?ticket=${ticket} and a blank`]) {
    const story = await storyOf(t, `wss://127.0.0.1:99999${path}`);
    assert.match(story, /SyntaxError/);
    assert.doesNotMatch(story, new RegExp(ticket));
  }
});

testInPage("an address that socketFn throws is in no error and no line of the log", async (t) => {
  for (const socketFn of [
    "(url) => { throw new Error(`cannot open ${url}`); }",
    "(url) => { throw new Error(`cannot open ${new URL(url).href}`); }",
    "(url) => { throw new Error(`the ticket ${url.split('/').at(-1)} is used`); }",
    "(url) => ({ cannot: url })",
    // A socket that fails later, with words that quote its address.
    "(url) => { const socket = new EventTarget(); setTimeout(() => { const error = new Error(`Error at ${url}`); socket.dispatchEvent(Object.assign(new Event('error'), { message: error.message })); socket.dispatchEvent(new Event('close')); }); return socket; }",
    "(url) => { const socket = new EventTarget(); setTimeout(() => socket.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: `Error at ${url}` }))); return Object.assign(socket, { close: () => { throw new Error(`Error at ${url}`); } }); }",
    "(url) => { const socket = new EventTarget(); setTimeout(() => socket.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: 'Error' }))); socket.removeEventListener = () => { throw new Error(`Error at ${url}`); }; return socket; }",
  ]) {
    const story = await storyOf(t, `wss://127.0.0.1:1/websocket/${ticket}`, socketFn);
    assert.match(story, /Error/);
    assert.doesNotMatch(story, new RegExp(ticket));
  }
});
