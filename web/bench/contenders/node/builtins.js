// What @slack/web-api uses of Node's modules in order to call rtm.connect.

export const basename = (path) => path;
export const platform = () => "browser";
export const release = () => "0";
export const stringify = (fields) => String(new URLSearchParams(fields));
export const { TextDecoder } = globalThis;
export default {};
