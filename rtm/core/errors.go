package core

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
	CodeNotInSocketMode Code = "slackclient_rtmclient_not_in_socket_mode_error"
)

// Delivered says what is known of a frame whose sending failed.
type Delivered string

// Delivery outcomes of a failed send.
const (
	DeliveredNo      Delivered = "no"      // it never left: sending it again is safe
	DeliveredUnknown Delivered = "unknown" // it left, and Slack may have acted on it
)

// An Error is what fails, or what made it fail. Its message is a sentence that
// says what happened and, where there is something to do, what.
type Error struct {
	Code       Code
	Message    string
	Err        error         `rec:"-"` // the cause, or nil
	Delivered  Delivered     // of a send; else empty
	MessageID  int           // of a send; else 0
	Text       string        `rec:"-"` // of a message that was to be sent; else empty
	Status     int           // of an HTTP answer; else 0
	RetryAfter time.Duration // how long Slack asks to wait; else 0
	Data       []byte        `rec:"-"` // what Slack answered, as JSON; else nil
	Name       string        // Slack's name of the error ("invalid_auth"); else empty
}

func (e *Error) Error() string { return e.Message }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether the error has the code of target, if that is an *Error too: so
// errors.Is compares codes.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// CodeOf gives the Code of err, or of what it wraps; empty if there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// asError gives err as an *Error: itself, or one with the code of what it wraps. All
// that a machine makes or is given in an Answered is one.
func asError(err error) *Error {
	e, ok := err.(*Error)
	if !ok {
		e = newError(CodeRequest, err, err)
		var inner *Error
		if errors.As(err, &inner) {
			e.Code = inner.Code
		}
	}
	return e
}

// newError makes an error. Its message is the parts, one behind the other.
func newError(code Code, cause error, parts ...any) *Error {
	return &Error{Code: code, Err: cause, Message: concat(parts...)}
}

// maxWords is how many bytes of what a server says get into a message of ours.
const maxWords = 200

// short cuts what a server says.
func short(words string) string {
	if len(words) <= maxWords {
		return words
	}
	return strings.ToValidUTF8(words[:maxWords], "") + "..."
}

// concat is fmt.Sprint without spaces, for the few types that messages need. (fmt
// would add 0.1 MB to what a page loads.)
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

// Coded gives err a code if it has none; nil stays nil.
func Coded(code Code, err error) error {
	if err == nil || CodeOf(err) != "" {
		return err
	}
	return newError(code, err, err)
}
