// The way to the editor, which is fetched once the page is drawn: until then, and where it cannot be had,
// plain text fields do.
export async function open(...settings) {
  const { create } = await import("./editor.js");
  return create(...settings);
}
