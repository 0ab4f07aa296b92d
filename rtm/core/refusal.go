package core

import (
	"errors"
	"strings"
	"time"
)

// finalErrors are the answers of Slack's after which another attempt is no use. The
// first five are those of v3 and v4 (UNRECOVERABLE_RTM_START_ERRORS); the others are
// final by their documentation (api.slack.com/methods/rtm.connect, errors). What is
// in no list is retried.
var finalErrors = map[string]bool{
	"not_authed":                true,
	"invalid_auth":              true,
	"account_inactive":          true,
	"user_removed_from_team":    true,
	"team_disabled":             true,
	"token_revoked":             true,
	"token_expired":             true,
	"missing_scope":             true,
	"not_allowed_token_type":    true,
	"no_permission":             true,
	"access_denied":             true,
	"accesslimited":             true,
	"is_bot":                    true,
	"enterprise_is_restricted":  true,
	"ekm_access_denied":         true,
	"two_factor_setup_required": true,
	"method_deprecated":         true,
	"deprecated_endpoint":       true,
	"unknown_method":            true,
	"link_disabled":             true, // a frame says so, in Socket Mode
}

// isFinal reports whether another attempt is no use, though the refusal be wrapped.
func (m *Machine) isFinal(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case CodeInvalidArgument:
		return true
	case CodePlatform:
		return finalErrors[e.Name] || strings.HasPrefix(e.Name, "invalid_")
	case CodeHTTP:
		// There is nothing at this address; if there was once, it may come back.
		return (e.Status == 404 || e.Status == 410) && !m.hadSession
	}
	return false
}

// retryAfterOf is how long Slack asks to wait.
func retryAfterOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}
