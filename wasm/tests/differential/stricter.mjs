export const STRICTER = [];
