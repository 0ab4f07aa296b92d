package rtm

import (
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// An Error is what every failing call of this package returns; errors.As finds it. Its
// message is a sentence that says what happened and, where there is something to do,
// what.
type Error = core.Error

// A Code says what kind of error it is, in the words of @slack/client v4.
type Code = core.Code

// The codes. Those that another attempt of the client's own follows are not returned
// by a call, but are the causes of events.
const (
	CodeRequest               = core.CodeRequest
	CodeRead                  = core.CodeRead
	CodeHTTP                  = core.CodeHTTP
	CodePlatform              = core.CodePlatform
	CodeRateLimited           = core.CodeRateLimited
	CodeSendWhileDisconnected = core.CodeSendWhileDisconnected
	CodeSendWhileNotReady     = core.CodeSendWhileNotReady
	CodeSendRefused           = core.CodeSendRefused
	CodeWebSocket             = core.CodeWebSocket
	CodeNoReply               = core.CodeNoReply
	CodeKeepAliveConfig       = core.CodeKeepAliveConfig
	CodeInvalidArgument       = core.CodeInvalidArgument
	CodeAbort                 = core.CodeAbort
	CodeDisconnected          = core.CodeDisconnected
	CodeConnectTimeout        = core.CodeConnectTimeout
	CodeAckTimeout            = core.CodeAckTimeout
	CodeSendQueueFull         = core.CodeSendQueueFull
	CodeNotInSocketMode       = core.CodeNotInSocketMode
	CodeFrameTooLarge         = core.CodeFrameTooLarge

	// CodeEventOverflow is that of ErrOverflow.
	CodeEventOverflow Code = "slackclient_rtmclient_event_overflow_error"
)

// Delivered says what is known of a frame whose sending failed.
type Delivered = core.Delivered

// Delivery outcomes of a failed send.
const (
	DeliveredNo      = core.DeliveredNo      // it never left: sending it again is safe
	DeliveredUnknown = core.DeliveredUnknown // it left, and Slack may have acted on it
)

// Errors to compare with errors.Is.
var (
	// ErrDisconnected is matched by errors of calls that Disconnect or Close ended.
	ErrDisconnected = &Error{Code: CodeDisconnected, Message: "rtm: the client was disconnected"}

	// ErrQueueFull is matched by errors of sends that found Config.SendQueueLimit
	// frames waiting.
	ErrQueueFull = &Error{Code: CodeSendQueueFull, Message: "rtm: the send queue is full"}

	// ErrOverflow ends a loop over Events that was too slow: more than
	// Config.EventLimit events waited for it.
	ErrOverflow = &Error{Code: CodeEventOverflow, Message: "rtm: more events waited than Config.EventLimit: take them faster, or raise it"}
)

// A CloseError says how a socket was closed. It is among the causes of a lost
// connection.
type CloseError = transport.CloseError

// withPrefix gives an error of the core's with this package's name in front, as Go
// programs have it.
func withPrefix(err *Error) *Error {
	e := *err
	e.Message = "rtm: " + e.Message
	return &e
}
