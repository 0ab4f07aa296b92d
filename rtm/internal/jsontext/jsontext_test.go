package jsontext

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// readAll gives the members of an object as members sees them.
func readAll(data []byte) (map[string]string, error) {
	all := map[string]string{}
	err := Members(data, func(key string, value []byte) { all[key] = string(value) })
	return all, err
}

func TestMembersOfAnObject(t *testing.T) {
	all, err := readAll([]byte(` { "type" : "message" , "n":-1.5e+3,"deep":{"a":[1,{"b":"}"}]},"type":"last","\u0074s":null} `))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"type": `"last"`, "n": "-1.5e+3", "deep": `{"a":[1,{"b":"}"}]}`, "ts": "null"} {
		if all[key] != want {
			t.Errorf("%s is %s, want %s", key, all[key], want)
		}
	}
}

func TestDeepNestingIsTakenAsByJSONParse(t *testing.T) {
	brackets := strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000)
	if _, err := readAll([]byte(`{"a":` + brackets + `}`)); err != nil {
		t.Error("a million brackets were refused")
	}
	if _, err := readAll([]byte(`{"a":` + brackets[1:] + `}`)); err == nil {
		t.Error("a bracket too many was taken")
	}
}

func FuzzMembers(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"type":"hello"}`, `{"a":{"b":[1,2.5,-0,1e9,true,false,null,"\u00e9\ud83d\ude00\n"]}}`, `[1]`, `{"a":01}`,
		`{"a":1,}`, `{"a" 1}`, "{\"a\":\"\x01\"}", `{"a":"\ud800"}`, `{"a":"\x"}`, `{"a":tru}`, `{"__proto__":1,"__proto__":2}`, "{\"\xff\":\"\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := readAll(data)
		var want map[string]json.RawMessage
		wantErr := json.Unmarshal(data, &want)
		if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
			return // encoding/json takes null for a map that is nil
		}
		if wantErr != nil && strings.Contains(wantErr.Error(), "exceeded max depth") {
			return // encoding/json has a limit
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("members says %v, encoding/json %v", err, wantErr)
		}
		if err != nil {
			return
		}
		if len(all) != len(want) {
			t.Fatalf("members sees %d, encoding/json %d", len(all), len(want))
		}
		for key, value := range want {
			if all[key] != string(bytes.TrimSpace(value)) {
				t.Fatalf("%q is %q, want %q", key, all[key], value)
			}
			compareValue(t, []byte(all[key]))
		}
	})
}

// compareValue holds stringOf and integerOf to encoding/json.
func compareValue(t *testing.T, value []byte) {
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		return // a number out of range, which is sound JSON
	}
	text, _ := v.(string)
	if got := String(value); got != text {
		t.Fatalf("the string %s is %q, want %q", value, got, text)
	}
	number, _ := v.(float64)
	if number != math.Trunc(number) || math.Abs(number) >= 1<<53 {
		number = 0
	}
	if got := Integer(value); got != int(number) {
		t.Fatalf("the number %s is %d, want %v", value, got, number)
	}
}

func FuzzQuoted(f *testing.F) {
	for _, seed := range []string{"", "plain", "\"\\\n\x00\u2028é😀\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted := AppendQuoted(nil, text)
		var got string
		if err := json.Unmarshal(quoted, &got); err != nil {
			t.Fatalf("%q became %s: %v", text, quoted, err)
		}
		if want := string([]rune(text)); got != want { // each bad byte becomes U+FFFD
			t.Fatalf("%q came back as %q", text, got)
		}
		if back := String(quoted); back != got {
			t.Fatalf("stringOf reads %q, encoding/json %q", back, got)
		}
	})
}
