/** The compiled module, for hosts that are handed one. */
declare const module: WebAssembly.Module;
export default module;
