package rtm_test

import (
	"testing"

	"go.uber.org/goleak"
)

// A client that is closed holds no goroutine, so none may be left by any test.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent")) // of Go's runtime in a page
}
