package rtm

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// A Code says what kind of error it is. The words are those of @slack/client
// v4 (its ErrorCode); those that it lacks are in the same style.
type Code string

// The codes of v4.
const (
	CodeRequest               Code = "slackclient_request_error"
	CodeRead                  Code = "slackclient_read_error"
	CodeHTTP                  Code = "slackclient_http_error"
	CodePlatform              Code = "slackclient_platform_error"
	CodeRateLimited           Code = "slackclient_rate_limited_error"
	CodeSendWhileDisconnected Code = "slackclient_rtmclient_send_while_disconnected_error"
	CodeSendWhileNotReady     Code = "slackclient_rtmclient_send_while_not_ready_error"
	CodeSendRefused           Code = "slackclient_rtmclient_send_message_platform_error"
	CodeWebSocket             Code = "slackclient_rtmclient_websocket_error"
	CodeNoReply               Code = "slackclient_rtmclient_no_reply_received_error"
	CodeKeepAliveConfig       Code = "slackclient_keepalive_config_error"
)

// The codes that v4 has no word for.
const (
	CodeInvalidArgument Code = "slackclient_invalid_argument_error"
	CodeAbort           Code = "slackclient_abort_error"
	CodeDisconnected    Code = "slackclient_rtmclient_disconnected_error"
	CodeConnectTimeout  Code = "slackclient_rtmclient_connect_timeout_error"
	CodeAckTimeout      Code = "slackclient_rtmclient_ack_timeout_error"
	CodeSendQueueFull   Code = "slackclient_rtmclient_send_queue_full_error"
	CodeFrameTooLarge   Code = "slackclient_rtmclient_frame_too_large_error"
)

// Delivered says what is known about a frame whose sending failed.
type Delivered string

// What may be known.
const (
	DeliveredNo      Delivered = "no"      // it never left: sending it again is safe
	DeliveredUnknown Delivered = "unknown" // it left, and Slack may have acted on it
)

// An Error is what every failing call of this package returns. Its message is
// a sentence that says what happened and, where there is something to do, what.
type Error struct {
	Code       Code
	Message    string
	Err        error         // the cause, or nil
	Delivered  Delivered     // of a send; else empty
	MessageID  int           // of a send; else 0
	Text       string        // of a message that was to be sent; else empty
	Status     int           // of an HTTP answer; else 0
	RetryAfter time.Duration // how long Slack asks to wait; else 0
	Data       []byte        // what Slack answered, as JSON; else nil
	Name       string        // Slack's name of the error ("invalid_auth"); else empty
}

func (e *Error) Error() string { return e.Message }
func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the Code of err, or of what it wraps; empty if there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// failf is fmt.Sprintf without fmt, which costs the js build 0.1 MB: it joins
// strings and ints.
func failf(code Code, err error, parts ...any) *Error {
	return &Error{Code: code, Err: err, Message: concat(parts...)}
}

func concat(parts ...any) string {
	var b []byte
	for _, part := range parts {
		switch p := part.(type) {
		case string:
			b = append(b, p...)
		case int:
			b = strconv.AppendInt(b, int64(p), 10)
		case time.Duration:
			b = append(b, p.String()...)
		case State:
			b = append(b, p...)
		case error:
			b = append(b, p.Error()...)
		}
	}
	return string(b)
}

// maxWords is how many bytes of what a server says get into a message of ours.
const maxWords = 200

// short cuts what a server says. The whole of it is where its data is.
func short(words string) string {
	if len(words) <= maxWords {
		return words
	}
	return strings.ToValidUTF8(words[:maxWords], "") + "..."
}
