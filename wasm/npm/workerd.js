// Workers: the runtime hands over the compiled module.
import module from "./assumable.wasm";
import { initSync } from "./glue/assumable.js";

initSync({ module });

export * from "./api.js";
