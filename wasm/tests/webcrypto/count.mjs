// Imported before the package, which keeps the function it finds.
export const asked = { count: 0, yes: 0, instead: undefined };

const { verify } = SubtleCrypto.prototype;
SubtleCrypto.prototype.verify = async function (...parts) {
  asked.count += 1;
  if (asked.instead !== undefined) return asked.instead();
  const verdict = await verify.apply(this, parts);
  if (verdict) asked.yes += 1;
  return verdict;
};
