export { RTMClient } from "./client.js";
export { ErrorCode } from "./errors.js";
export { initialize } from "./initialize.js";
export { LogLevel } from "./logger.js";
export { retryPolicies } from "./retry-policies.js";
