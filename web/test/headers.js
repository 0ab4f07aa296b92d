// The server behind another address, with headers of a test's own. (A page
// that puppeteer itself answers with is, to Chromium, from no network, and may open no
// socket to this machine.)

import { createServer, request } from "node:http";
import { origin } from "./browser.js";

/**
 * The address, as long as the test runs. A header that is undefined is left out. A request
 * is passed on when `mayPass` has resolved for its address, and refused if that is with false.
 */
export async function withHeaders(t, ofPages, ofAll = {}, mayPass = async () => true) {
  const ask = ({ url, method, headers }) => {
    // To be told that nothing has changed is to be told no type.
    const { "if-none-match": _, "if-modified-since": __, ...others } = headers;
    return request(origin + url, { method, headers: others });
  };
  const server = createServer(async (from, to) => {
    if ((await mayPass(from.url)) === false) return to.writeHead(503).end();
    const asked = ask(from).on("response", (answer) => {
      const isPage = answer.headers["content-type"]?.startsWith("text/html");
      const all = Object.entries({ ...answer.headers, ...ofAll, ...(isPage && ofPages) });
      to.writeHead(answer.statusCode, Object.fromEntries(all.filter(([, value]) => value !== undefined)));
      answer.pipe(to);
    });
    asked.on("error", () => to.destroy()); // the browser has given it up
    from.pipe(asked);
  });
  server.on("upgrade", (from, socket) => {
    ask(from).on("upgrade", ({ rawHeaders }, other, first) => {
      const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? `${name}: ${rawHeaders[i + 1]}` : []));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
      socket.write(first); // what came right behind the answer
      socket.pipe(other).pipe(socket);
      for (const end of [socket, other]) end.on("error", () => [socket, other].forEach((end) => end.destroy()));
    }).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
