import { refusal, type Refusal } from "./refusal.js";

/** Why a query goes no further, if so. It is looked at before anybody is believed. */
export function misused(query: string): Refusal | undefined {
  if (query.length > LONGEST_QUERY) {
    return refusal(414, "query-too-long", `the query is longer than ${LONGEST_QUERY} bytes`);
  }
  const given = names(query);
  // RFC 6750 section 2.3: it would stand in logs and histories, and the upstream's too.
  if (given.some((name) => TOKEN.test(name))) {
    return refusal(400, "token-in-query", "the token stands in the URL; it belongs into the header `Authorization`");
  }
  if (given.some((name) => METHOD.test(name))) {
    return refusal(400, "method-in-query", "an upstream may take the parameter `_method` for the method");
  }
  return undefined;
}

/** The names of a query's parameters, wherever the upstream takes queries apart, and up to a zero as PHP has them. */
const names = (query: string) =>
  Array.from(new URLSearchParams(query.replace(/[?;]/g, "&")).keys(), (name) => name.split("\0", 1)[0]!);

/**
 * Without letter case, and as some upstreams read a name: to PHP a dot, a blank and an open bracket are `_`; others
 * leave out what stands before it, and take the name to end where an element of it is named.
 */
const TOKEN = /^[\s.[\]]*access[_.\s[]token\s*([[\].]|$)/i;
const METHOD = /^[\s.[\]]*[_.\s[]method\s*([[\].]|$)/i;
const LONGEST_QUERY = 8192;
