// Imported before the package, which keeps the function it finds.
export const asked = { count: 0, yes: 0 };

const { verify } = SubtleCrypto.prototype;
SubtleCrypto.prototype.verify = async function (...parts) {
  const verdict = await verify.apply(this, parts);
  asked.count += 1;
  if (verdict) asked.yes += 1;
  return verdict;
};
