// Counts what comes, and tells how many that were.
let seen = 0;

export const counted = (gate) => ({
  fetch(request, env, context) {
    if (request.url.endsWith("/seen")) return new Response(String(seen));
    seen += 1;
    return gate(request, env, context);
  },
});
