//go:build !js

package fmt_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	standin "rtmwasm/wasm/standin/fmt"
)

var errOne, errTwo = errors.New("one"), errors.New("two")

func TestTheStandInMakesTheTextsOfTheOriginal(t *testing.T) {
	for _, c := range []struct {
		format string
		values []any
	}{
		{"nothing", nil},
		{"failed to read: %w", []any{errOne}},
		{"failed to WebSocket dial %q: %w", []any{"wss://a/\n\"b\"", errOne}},
		{"%w: %v", []any{errOne, errTwo}},
		{"%w, %w", []any{errOne, errTwo}},
		{"%+v\n%s", []any{errOne, "stack"}},
		{"no error: %v", []any{nil}},
		{"status = %v and reason = %q", []any{time.March, ""}},
		{"read limited at %d bytes", []any{int64(-5)}},
		{"%s\n\t%s:%d\n", []any{"main.main", "main.go", 12}},
		{"%v %v %v %v", []any{true, int32(-1), uint32(1 << 31), uint64(1 << 63)}},
		{"%s, %q", []any{[]byte("bytes"), errOne}},
	} {
		if got, want := standin.Sprintf(strings.ReplaceAll(c.format, "%w", "%v"), c.values...), fmt.Sprintf(strings.ReplaceAll(c.format, "%w", "%v"), c.values...); got != want {
			t.Errorf("Sprintf(%q) = %q, want %q", c.format, got, want)
		}
		got, want := standin.Errorf(c.format, c.values...), fmt.Errorf(c.format, c.values...)
		if got.Error() != want.Error() {
			t.Errorf("Errorf(%q) says %q, want %q", c.format, got, want)
		}
		for _, err := range []error{errOne, errTwo} {
			if got, want := errors.Is(got, err), errors.Is(want, err); got != want {
				t.Errorf("Errorf(%q) wraps %q: %v, want %v", c.format, err, got, want)
			}
		}
		var own, original strings.Builder
		_, _ = standin.Fprintf(&own, c.format, c.values...)
		_, _ = fmt.Fprintf(&original, strings.ReplaceAll(c.format, "%w", "%v"), c.values...)
		if own.String() != original.String() {
			t.Errorf("Fprintf(%q) wrote %q, want %q", c.format, own.String(), original.String())
		}
	}
}

// What rtm.wasm has of others and of ours may grow. What then uses another function of fmt
// does not compile; another verb would make a wrong text.
func TestNobodyUsesAVerbThatTheStandInLacks(t *testing.T) {
	known := regexp.MustCompile(`%(\+?v|[sdqw])`)
	seen := 0
	for _, file := range filesWithFmt(t) {
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(literal.Value)
			if strings.Contains(text, "%") {
				seen++
			}
			if strings.Contains(known.ReplaceAllString(text, ""), "%") {
				t.Errorf("%s: %s", file, literal.Value)
			}
			return true
		})
	}
	if seen < 10 {
		t.Errorf("%d formats were found: this looks in the wrong place", seen)
	}
}

// filesWithFmt lists the files of the packages that use fmt and are compiled into rtm.wasm.
func filesWithFmt(t *testing.T) []string {
	t.Helper()
	const template = `{{if not .Standard}}{{$dir := .Dir}}{{$files := .GoFiles}}{{range .Imports}}{{if eq . "fmt"}}{{range $files}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}{{end}}{{end}}`
	list := exec.Command("go", "list", "-deps", "-f", template, "rtmwasm/wasm")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
