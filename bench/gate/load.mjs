// As many requests as there are answers for: each connection sends one, drawn by lot, when it has the
// answer to its last.
import { connect } from "node:net";

/**
 * A server may close a connection that it takes to be idle just as a request comes. Whoever gets no byte of an
 * answer asks again (RFC 9112 section 9.3.1), and the time runs on. workerd does so to a few when it has no
 * processor left, even in front of a worker without any code to speak of: it then reads nothing but the connections
 * that it last answered, and takes those that have waited longest to be idle. So `closed` says how often, and
 * {@link seen} that the worker never saw what was sent again.
 *
 * @returns how many answers came, how many were wrong, and how long each took, in milliseconds
 */
export async function load(port, requests, { connections, seconds }) {
  const end = performance.now() + seconds * 1000;
  const times = [];
  const wrong = new Map();
  let closed = 0;
  const count = (what) => wrong.set(what, (wrong.get(what) ?? 0) + 1);
  const connection = (again) =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.setNoDelay(true);
      let { asked, begun, times: sent = 0 } = again ?? {};
      let [text, isDone, isLate] = ["", false, false];
      // Whoever is never answered must not be waited for.
      socket.setTimeout(PATIENCE, () => {
        isLate = true;
        socket.destroy();
      });
      socket.on("close", () => {
        if (isDone) return resolve();
        if (text === "" && !isLate && sent < AGAIN) {
          closed += 1;
          return resolve(connection({ asked, begun, times: sent + 1 }));
        }
        count(`${asked?.what ?? "no connection"}: ${text.length} bytes of an answer after ${(performance.now() - begun).toFixed(0)} ms`);
        resolve(performance.now() < end ? connection() : undefined);
      });
      const send = () => {
        if (performance.now() >= end) {
          isDone = true;
          return socket.end();
        }
        asked = requests[Math.floor(Math.random() * requests.length)];
        begun = performance.now();
        socket.write(asked.bytes);
      };
      socket.on("connect", () => (asked === undefined ? send() : socket.write(asked.bytes)));
      // What has come of it, `close` sees.
      socket.on("error", () => {});
      socket.on("data", (data) => {
        text += data.toString("latin1");
        const length = whole(text);
        if (length === 0) return;
        times.push(performance.now() - begun);
        const status = Number(text.slice(9, 12));
        if (status !== asked.status || text.length !== length) count(`${asked.what}: ${status}`);
        else if (!text.includes(asked.answer, text.indexOf("\r\n\r\n"))) count(`${asked.what}: another's answer`);
        [text, sent] = ["", 0];
        send();
      });
    });
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => connection()));
  return { times, wrong, closed, seconds: (performance.now() - start) / 1000 };
}

/** How many requests have come to the worker itself. */
export const seen = async (port) => Number(await (await fetch(`http://127.0.0.1:${port}/seen`)).text());

/** How long the answer is, if all of it is there. */
function whole(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return 0;
  const length = /\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length) ? end + 4 + Number(length) : 0;
  return text.endsWith("\r\n0\r\n\r\n") ? text.length : 0;
}

/** How often one request is sent again. */
const AGAIN = 3;

/** In milliseconds. */
const PATIENCE = 10_000;
