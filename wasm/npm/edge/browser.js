// Behind the door that hands the engine over.
import "../browser.js";

export * from "./index.js";
