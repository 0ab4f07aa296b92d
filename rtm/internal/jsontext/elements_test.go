package jsontext

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func readElements(data []byte) ([]string, error) {
	var all []string
	err := Elements(data, func(value []byte) { all = append(all, string(value)) })
	return all, err
}

func TestElementsOfAnArray(t *testing.T) {
	all, err := readElements([]byte(` [ 1 , "two]" ,[3,[]],{"four":[4]} , null ] `))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"1", `"two]"`, "[3,[]]", `{"four":[4]}`, "null"}; !slices.Equal(all, want) {
		t.Errorf("the elements are %q, want %q", all, want)
	}
}

func TestWhatIsNoArrayIsRefused(t *testing.T) {
	for _, text := range []string{"", "[", "[1", "[1,]", "[,1]", "[1 2]", "[]]", "[] x", "{}", "1", "null", "[tru]"} {
		if _, err := readElements([]byte(text)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}

func FuzzElements(f *testing.F) {
	for _, seed := range []string{`[]`, `[1,2.5,"x",[],{},null]`, ` [ [1] , 2 ] `, `[1,]`, `[01]`, `{"a":[1]}`, "[\"\xff\"]"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := readElements(data)
		var want []json.RawMessage
		wantErr := json.Unmarshal(data, &want)
		if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
			return // encoding/json takes null for a slice that is nil
		}
		if wantErr != nil && strings.Contains(wantErr.Error(), "exceeded max depth") {
			return // encoding/json has a limit
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("Elements says %v, encoding/json %v", err, wantErr)
		}
		if err != nil {
			return
		}
		if len(all) != len(want) {
			t.Fatalf("Elements sees %d, encoding/json %d", len(all), len(want))
		}
		for i, value := range want {
			if all[i] != string(bytes.TrimSpace(value)) {
				t.Fatalf("element %d is %q, want %q", i, all[i], value)
			}
		}
	})
}
