// What the build puts in: see web/bundle.

/** The integrity of the rtm.wasm of the same build. */
declare const WASM_INTEGRITY: string;

/** The version and the hash that it bears. */
declare const WASM_STAMP: string;

/** The hash of its bytes. */
declare const WASM_HASH: string;

/** The version and the hash of all the files of this build. */
declare const WASM_BUILD: string;

/** The hash by itself. */
declare const WASM_BUILD_HASH: string;

/** An address, for an import that bundlers are to let be: the build makes comments of the name. */
declare function IMPORT_THAT_BUNDLERS_DO_NOT_TOUCH_BUT_LET_BE(address: string): string;

/** Go's wasm_exec.js, as a function of the global object the `fs` and the timers that it is to use. */
declare module "wasm_exec.js" {
  export default function (globalThis: object, fs: object, time: object): void;
}

/** Go's defaults of clientPingTimeout and serverPongTimeout, in ms, and of sendQueueLimit: see rtm/core/config.go. */
declare const PING_INTERVAL: number;
declare const PONG_TIMEOUT: number;
declare const QUEUE_LIMIT: number;
