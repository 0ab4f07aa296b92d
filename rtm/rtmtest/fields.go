//go:build !js

package rtmtest

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// fields are the fields of a form. The getters return the value given with
// them for a field that is left out. They panic with a badField if it cannot
// be read, so that a verb with a wrong field does nothing.
type fields struct{ form url.Values }

type badField struct{ error }

func (f fields) text(key, otherwise string) string {
	if !f.form.Has(key) {
		return otherwise
	}
	return f.form.Get(key)
}

func (f fields) number(key string, otherwise int) int {
	return read(f, key, otherwise, strconv.Atoi)
}

func (f fields) flag(key string, otherwise bool) bool {
	return read(f, key, otherwise, strconv.ParseBool)
}

func (f fields) decimal(key string, otherwise float64) float64 {
	return read(f, key, otherwise, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
}

func (f fields) seconds(key string, otherwise float64) time.Duration {
	return time.Duration(f.decimal(key, otherwise) * float64(time.Second))
}

// status reads an HTTP status.
func (f fields) status(key string, otherwise int) int {
	return read(f, key, otherwise, func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err == nil && (n < 200 || n > 599) {
			err = fmt.Errorf("%d is no status", n)
		}
		return n, err
	})
}

func read[T any](f fields, key string, otherwise T, parse func(string) (T, error)) T {
	if !f.form.Has(key) {
		return otherwise
	}
	v, err := parse(f.form.Get(key))
	if err != nil {
		panic(badField{fmt.Errorf("the field %s: %w", key, err)})
	}
	return v
}
