/** What making something throws, as its code and its message. */
export function thrownBy(make) {
  try {
    make();
    return "nothing was thrown";
  } catch ({ code, message }) {
    return `${code}: ${message}`;
  }
}
