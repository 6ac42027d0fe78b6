import { local } from "./local.mjs";

const { url, token } = await local(Number(process.env.PORT ?? 8788));
console.log(`The exchange is at ${url}, until you press Ctrl+C:

curl ${url}/token \\
  -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\
  -d subject_token_type=urn:ietf:params:oauth:token-type:jwt \\
  -d scope=reports:read \\
  -d subject_token=${token("foo-bar")}

curl ${url}/.well-known/openid-configuration
curl ${url}/jwks
`);
