/** An object without a prototype, of which others could make members. */
export const plain = (members) => Object.assign(Object.create(null), members);
