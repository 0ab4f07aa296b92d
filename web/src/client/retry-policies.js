/** v4's named policies for `retryConfig` (its retry-policies.js), with node-retry's defaults where ours are others. */
export const retryPolicies = Object.freeze({
  retryForeverExponential: Object.freeze({ forever: true, maxTimeout: Infinity }),
  retryForeverExponentialCapped: Object.freeze({ forever: true, maxTimeout: 30 * 60 * 1000 }),
  retryForeverExponentialCappedRandom: Object.freeze({ forever: true, maxTimeout: 30 * 60 * 1000, randomize: true }),
  fiveRetriesInFiveMinutes: Object.freeze({ retries: 5, factor: 3.86 }),
  rapidRetryPolicy: Object.freeze({ retries: 10, minTimeout: 0, maxTimeout: 1 }),
});
