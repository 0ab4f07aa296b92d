// v3's constants: the names of events, of the subtypes of messages, and of the
// policies for retries.

import { retryPolicies } from "../client/retry-policies.js";

// The first word of each row is how the names after it begin.

export const RTM_EVENTS = named([
  "accounts changed",
  "bot added changed",
  "channel archive created deleted history_changed joined left marked posting_permissions rename unarchive",
  "commands changed",
  "dnd updated updated_user",
  "email domain_changed",
  "emoji changed",
  "external org_migration_finished org_migration_started",
  "file change comment_added comment_deleted comment_edited created deleted private public shared unshared",
  "goodbye",
  "group archive close deleted history_changed joined left marked open rename unarchive",
  "hello",
  "im close created history_changed marked open",
  "manual presence_change",
  "member joined_channel left_channel",
  "message",
  "mpim close history_changed joined open",
  "pin added removed",
  "pref change",
  "presence change query sub",
  "reaction added removed",
  "reconnect url",
  "shared channel_invite_received",
  "star added removed",
  "subteam created members_changed self_added self_removed updated",
  "team domain_change join migration_started plan_change pref_change profile_change profile_delete profile_reorder rename",
  "user change connection huddle_changed profile_changed status_changed typing",
]);

export const RTM_MESSAGE_SUBTYPES = named([
  "assistant app_thread",
  "bot message",
  "channel archive convert_to_private convert_to_public join leave name posting_permissions purpose topic unarchive",
  "document mention",
  "ekm access_denied",
  "file comment mention share",
  "group archive join leave name purpose topic unarchive",
  "me message",
  "message changed deleted replied",
  "pinned item",
  "reminder add",
  "reply broadcast",
  "thread broadcast",
  "unpinned item",
]);

export const CLIENT_EVENTS = Object.freeze({
  WEB: named(["rate_limited"]),
  RTM: Object.freeze({
    ...named(["connecting", "authenticated", "ws opening opened close error", "disconnect", "unable_to_rtm_start", "attempting_reconnect", "raw_message"]),
    RTM_CONNECTION_OPENED: "open",
  }),
});

/** v3's names of the policies. */
export const RETRY_POLICIES = Object.freeze({
  RETRY_FOREVER_EXPONENTIAL: retryPolicies.retryForeverExponential,
  RETRY_FOREVER_EXPONENTIAL_CAPPED: retryPolicies.retryForeverExponentialCapped,
  RETRY_FOREVER_EXPONENTIAL_CAPPED_RANDOM: retryPolicies.retryForeverExponentialCappedRandom,
  FIVE_RETRIES_IN_FIVE_MINUTES: retryPolicies.fiveRetriesInFiveMinutes,
  TEST_RETRY_POLICY: retryPolicies.rapidRetryPolicy,
});

/**
 * Constants of which each is named like its value.
 * @param {string[]} rows
 * @returns {Record<string, string>}
 */
function named(rows) {
  const values = rows.flatMap((row) => {
    const [first, ...rest] = row.split(" ");
    return rest.length > 0 ? rest.map((name) => `${first}_${name}`) : first;
  });
  return Object.freeze(Object.fromEntries(values.map((value) => [value.toUpperCase(), value])));
}
