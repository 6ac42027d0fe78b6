// As many requests as there are answers for: each connection sends one, drawn by lot, when it has the
// answer to its last.
import { connect } from "node:net";

/** @returns how many answers came, how many were wrong, and how long each took, in milliseconds */
export async function load(port, requests, { connections, seconds }) {
  const end = performance.now() + seconds * 1000;
  const times = [];
  const wrong = new Map();
  const count = (what) => wrong.set(what, (wrong.get(what) ?? 0) + 1);
  const connection = () =>
    new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      socket.setNoDelay(true);
      let [text, begun, asked, isDone] = ["", 0, undefined, false];
      // Whoever is never answered must not be waited for.
      socket.setTimeout(PATIENCE, () => socket.destroy());
      socket.on("close", () => {
        if (isDone) return resolve();
        count(`${asked?.what ?? "none"}: no answer after ${(performance.now() - begun).toFixed(0)} ms`);
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
      socket.on("connect", send);
      socket.on("error", reject);
      socket.on("data", (data) => {
        text += data.toString("latin1");
        const length = whole(text);
        if (length === 0) return;
        times.push(performance.now() - begun);
        const status = Number(text.slice(9, 12));
        if (status !== asked.status || text.length !== length) count(`${asked.what}: ${status}`);
        else if (!text.includes(asked.answer, text.indexOf("\r\n\r\n"))) count(`${asked.what}: another's answer`);
        text = "";
        send();
      });
    });
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  return { times, wrong, seconds: (performance.now() - start) / 1000 };
}

/** How long the answer is, if all of it is there. */
function whole(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return 0;
  const length = /\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length) ? end + 4 + Number(length) : 0;
  return text.endsWith("\r\n0\r\n\r\n") ? text.length : 0;
}

/** In milliseconds. */
const PATIENCE = 10_000;
