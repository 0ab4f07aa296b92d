//go:build !js

package rtm_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

func TestTheExampleOfTheGuideCompiles(t *testing.T) {
	guide, err := os.ReadFile("../web/docs/go.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)\n```go\n(.*?)\n```\n").FindSubmatch(guide)
	if example == nil {
		t.Fatal("the guide has no example")
	}
	file := filepath.Join(t.TempDir(), "main.go")
	program := `package main

import (
	"context"
	"fmt"

	"rtmwasm/rtm"
)

func talk(ctx context.Context, token string) error {
` + string(example[1]) + `
}

func main() { fmt.Println(talk(context.Background(), "xoxb-1")) }
`
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "vet", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
