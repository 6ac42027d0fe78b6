/**
 * Whether the object itself has a member. What somebody has written into `Object.prototype` must not
 * stand for what the engine, or a store, did not say.
 */
export function has<T extends object, N extends PropertyKey>(
  value: T,
  name: N,
): value is Extract<T, { readonly [name in N]: unknown }> {
  return Object.hasOwn(value, name);
}

/** The object's own member. */
export function own<T extends object, N extends keyof T>(value: T, name: N): T[N] | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
