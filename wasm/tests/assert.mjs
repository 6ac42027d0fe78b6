// What the suite compares with. Uses nothing but the language.

export function equal(actual, expected) {
  const [one, other] = [canonical(actual), canonical(expected)];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
}

export const canonical = (value) => JSON.stringify(value) ?? String(value);

export function thrown(question) {
  try {
    question();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

export function rejected(promise) {
  return promise.then(
    () => {
      throw new Error("nothing was rejected");
    },
    (error) => error,
  );
}
