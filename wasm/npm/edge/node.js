// Behind the door that hands the engine over.
import "../node.js";

export * from "./index.js";
