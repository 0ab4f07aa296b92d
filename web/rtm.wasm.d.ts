/**
 * `rtm.wasm` is the program. What an import of it gives is the bundler's to say, such as its
 * address (`"rtmwasm/rtm.wasm?url"` in Vite), which `initialize` takes as `wasmURL`.
 */

declare const file: unknown;
export default file;
