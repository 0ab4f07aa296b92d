package rtm

import "testing"

func TestReadingDigests(t *testing.T) {
	for text, want := range map[string]digest{
		"=57 1700000000.000100": {57, "1700000000.000100"},
		"=1 ":                   {1, ""},
	} {
		if got, ok := readDigest([]byte(text)); !ok || got != want {
			t.Errorf("%q is read as %+v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "=", "=5", "=0 ", "=-1 ", "=x 1", "5 1700000000.000100", `{"type":"message"}`, "=99999999999999999999 1"} {
		if got, ok := readDigest([]byte(text)); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
