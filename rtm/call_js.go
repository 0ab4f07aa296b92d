package rtm

// defaultCall is missing in a page: see call_http.go.
var defaultCall Caller

const inPage = true
