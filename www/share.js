// Texts on their way out of the page and back: packed for an address, unpacked within bounds, saved as a
// file. `web/src/platform/share.rs` is the only one who calls this.

import { whole } from "./later.js";

const format = "deflate-raw";

/** A text as it stands in an address: compressed, base64url. */
export async function pack(text) {
  const bytes = new Uint8Array(await new Response(through(new TextEncoder().encode(text), new CompressionStream(format))).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What `pack` was given, if it has at most this many bytes; fails for whatever `pack` did not make. It comes once all
 * of the engine is there, which may be needed for it. */
export async function unpack(packed, most) {
  await whole();
  if (packed.length > most || !/^[\w-]+$/.test(packed)) throw new Error("not packed here");
  const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const reader = through(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), new DecompressionStream(format)).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, length] = ["", 0];
  // Read piece by piece: a few bytes can be packed to become very many.
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      throw new Error("too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}

function through(bytes, stream) {
  return new Blob([bytes]).stream().pipeThrough(stream);
}

/** What stands behind `#` in the address. It is taken out of the address and of the history. */
export function takeFragment() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname + location.search);
  return fragment;
}

/** Saves a text as a file. */
export function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
