package jsbridge

import (
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"math"
	"reflect"
	"testing"
)

// The vectors are tested by web/test/wire.test.js, too. An object's members are in the
// order of their names, which is Go's.
//
//go:embed testdata/wire.json
var vectors []byte

type vector struct {
	Value  any
	Absent bool // the value is undefined, which JSON does not have
	Hex    string
}

// row gives the bytes.
func (v vector) row(t *testing.T) []byte {
	data, err := hex.DecodeString(v.Hex)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	var all []vector
	if err := json.Unmarshal(vectors, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("testdata/wire.json has only %d vectors", len(all))
	}
	return all
}

// absent is what readAny gives of undefined.
type absent struct{}

// readAny reads a value of any kind.
func readAny(r *Reader) any {
	switch kind, number, text := r.Next(); kind {
	case Absent:
		return absent{}
	case False, True:
		return kind == True
	case Number:
		return number
	case Text:
		return text
	case List:
		list := make([]any, int(number))
		for i := range list {
			list[i] = readAny(r)
		}
		return list
	case Object:
		object := map[string]any{}
		for range int(number) {
			name := r.Text()
			object[name] = readAny(r)
		}
		return object
	}
	return nil
}

func TestGoReadsTheVectors(t *testing.T) {
	var row []byte
	var want []any
	for _, v := range readVectors(t) {
		value := v.Value
		if v.Absent {
			value = absent{}
		}
		r := NewReader(v.row(t))
		if got := readAny(r); !reflect.DeepEqual(got, value) {
			t.Errorf("%s is read as %#v, want %#v", v.Hex, got, value)
		}
		if r.Left() {
			t.Errorf("%s is not read to its end", v.Hex)
		}
		row, want = append(row, v.row(t)...), append(want, value)
	}
	// One after the other they are read alike.
	var got []any
	for r := NewReader(row); r.Left(); {
		got = append(got, readAny(r))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("in a row they are read as %#v", got)
	}
}

func TestGoWritesTheVectors(t *testing.T) {
	before := "before"
	for _, v := range readVectors(t) {
		if v.Absent {
			continue // Go has no such value
		}
		if got := appendValue([]byte(before), v.Value); string(got) != before+string(v.row(t)) {
			t.Errorf("%#v is written as %x, want %s", v.Value, got[len(before):], v.Hex)
		}
		// A whole number may be an int.
		if number, ok := v.Value.(float64); ok && number == math.Trunc(number) && math.Abs(number) <= 1<<53 {
			if got := hex.EncodeToString(appendValue(nil, int(number))); got != v.Hex {
				t.Errorf("the int %v is written as %s, want %s", number, got, v.Hex)
			}
		}
	}
}

// JSON has no such numbers, and wire.json thus not.
func TestNumbersThatJSONDoesNotHave(t *testing.T) {
	for _, number := range []float64{math.Inf(1), math.Inf(-1), math.NaN(), math.Copysign(0, -1), math.SmallestNonzeroFloat64} {
		_, got, _ := NewReader(appendNumber(nil, number)).Next()
		if math.Float64bits(got) != math.Float64bits(number) {
			t.Errorf("%v is read as %v", number, got)
		}
	}
}

func TestReadingWhatIsOfAnotherKind(t *testing.T) {
	for _, v := range readVectors(t) {
		if kind, _, _ := NewReader(v.row(t)).Next(); kind >= List {
			continue // its first value would be the next
		}
		number, _ := v.Value.(float64)
		text, _ := v.Value.(string)
		yes, _ := v.Value.(bool)
		one, two, three := NewReader(v.row(t)), NewReader(v.row(t)), NewReader(v.row(t))
		if gotInt, gotText, gotBool := one.Int(), two.Text(), three.Bool(); gotInt != Whole(number) || gotText != text || gotBool != yes {
			t.Errorf("%s is read as %d, %q and %v", v.Hex, gotInt, gotText, gotBool)
		}
		if one.Left() || two.Left() || three.Left() {
			t.Errorf("%s is not read to its end", v.Hex)
		}
	}
}

// The texts are copied: JavaScript writes the next input in the same place.
func TestATextOutlivesTheBuffer(t *testing.T) {
	row := appendText(nil, "hello")
	text := NewReader(row).Text()
	clear(row)
	if text != "hello" {
		t.Errorf("the text became %q", text)
	}
}

func TestWhatCannotCrossIsNull(t *testing.T) {
	for _, value := range []any{nil, struct{}{}, []string{"a"}, map[string]int{}, func() {}} {
		if got := hex.EncodeToString(appendValue(nil, value)); got != "01" {
			t.Errorf("%T is written as %s", value, got)
		}
	}
}
