// For workerd; `library` is the package.
import * as assumable from "library";
import { taste } from "./taste.mjs";

export default {
  async fetch(request) {
    return Response.json(taste(assumable, await request.json()) ?? "well");
  },
};
