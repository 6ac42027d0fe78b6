// Behind the door that hands the engine over.
import "../workerd.js";

export * from "./index.js";
