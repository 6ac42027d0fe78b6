import { local } from "./local.mjs";

const { url, token } = await local(Number(process.env.PORT ?? 8787));
console.log(`The gate is at ${url}, until you press Ctrl+C. It passes, and is told why not:

curl ${url}/orders -H "Authorization: Bearer ${token("foo-bar")}"

curl ${url}/ -H "Authorization: Bearer ${token("cat-api")}"
`);
