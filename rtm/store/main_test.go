package store_test

import (
	"testing"

	"go.uber.org/goleak"
)

// A store has no goroutines of its own, so none may be left by any test.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent")) // of Go's runtime in a page
}
