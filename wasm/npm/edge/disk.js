// Behind the door that hands the engine over.
import "../disk.js";

export * from "./index.js";
