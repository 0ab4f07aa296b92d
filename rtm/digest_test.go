package rtm

import (
	"reflect"
	"testing"
)

func TestReadingDigests(t *testing.T) {
	for text, want := range map[string]digest{
		"=57 1700000000.000100":    {57, "1700000000.000100", nil},
		"=1 ":                      {1, "", nil},
		"=2 1700000000.000100 5":   {2, "1700000000.000100", []int{5}},
		"=3 1700000000.000100 5 6": {3, "1700000000.000100", []int{5, 6}},
		"=2  5 6":                  {2, "", []int{5, 6}},
	} {
		if got, ok := readDigest([]byte(text)); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %+v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "=", "=5", "=0 ", "=-1 ", "=x 1", "5 1700000000.000100", `{"type":"message"}`, "=99999999999999999999 1", "=1 1 5 6", "=2 1 x", "=2 1 5  6"} {
		if got, ok := readDigest([]byte(text)); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
