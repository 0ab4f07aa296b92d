/** v4's named policies for `retryConfig` (its retry-policies.js). */
export const retryPolicies = Object.freeze({
  retryForeverExponential: Object.freeze({ forever: true }),
  retryForeverExponentialCapped: Object.freeze({ forever: true, maxTimeout: 30 * 60 * 1000 }),
  retryForeverExponentialCappedRandom: Object.freeze({ forever: true, maxTimeout: 30 * 60 * 1000, randomize: true }),
  fiveRetriesInFiveMinutes: Object.freeze({ retries: 5, factor: 3.86 }),
  rapidRetryPolicy: Object.freeze({ minTimeout: 0, maxTimeout: 1 }),
});
