export { ErrorCode } from "./errors.js";
export { initialize } from "./initialize.js";
export { LogLevel } from "./logger.js";
export { retryPolicies } from "./retry-policies.js";
export { RTMClient } from "./v3-client.js";
export { RTMClient as RtmClient } from "./v3-client.js";
