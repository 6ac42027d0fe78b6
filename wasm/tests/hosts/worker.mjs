// For workerd; `library` is the package.
import * as assumable from "library";
import { run } from "./suite.mjs";

export default {
  async fetch(request) {
    return Response.json(await run(assumable, await request.json()));
  },
};
