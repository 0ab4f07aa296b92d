module rtmwasm

go 1.26.0

require (
	github.com/coder/websocket v1.8.15
	github.com/hack-pad/safejs v0.1.0
	go.uber.org/goleak v1.3.0
)
