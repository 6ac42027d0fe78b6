// HTTP as no client would write it.
import { connect } from "node:net";

/**
 * Sends these bytes and gives the status, the head and the body of the first answer; a reset is one too.
 * After `wait` milliseconds more, for what comes of it besides.
 */
export function raw(url, bytes, wait = 0) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, "latin1")));
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      const [head = "", body = ""] = text.split(/\r\n\r\n(.*)/s);
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body, answers: text.split("HTTP/1.1 ").length - 1 });
    };
    const timer = setTimeout(done, 2000);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (isWhole(text)) setTimeout(done, wait);
    });
    socket.on("error", done);
    socket.on("close", done);
  });
}

function isWhole(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= end + 4 + Number(length);
}

/** A request that ends its connection. */
export const request = (host, lines, { method = "GET", path = "/", body = "" } = {}) =>
  [`${method} ${path} HTTP/1.1`, `Host: ${host}.example`, "Connection: close", ...lines, "", body].join("\r\n");
