//go:build !js

package rtmtest

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fields are what a verb is given: those of the form, and for the rest their
// defaults. The getters panic with a badField if a value cannot be read, so that a
// verb with a wrong field does nothing.
type fields map[string]string

type badField struct{ error }

// fill adds the fields of a form to the defaults. It refuses a field that the verb
// does not take, and a channel that the workspace does not have.
func (d defaults) fill(s *Server, form url.Values) (fields, error) {
	filled := fields(maps.Clone(d))
	for key := range form {
		if _, taken := d[key]; !taken {
			return nil, fmt.Errorf("there is no field %s; the fields of this verb: %s", key, d.names())
		}
		filled[key] = form.Get(key)
	}
	if id, named := filled["channel"]; named && !s.hasChannel(id) {
		return nil, fmt.Errorf("there is no channel %q in this workspace", id)
	}
	return filled, nil
}

func (d defaults) names() string {
	if len(d) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(d)), ", ")
}

// hasChannel locks s.mu itself.
func (s *Server) hasChannel(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channel(id) != nil
}

func (f fields) text(key string) string { return f[key] }

func (f fields) number(key string) int { return read(f, key, strconv.Atoi) }

func (f fields) flag(key string) bool { return read(f, key, strconv.ParseBool) }

func (f fields) decimal(key string) float64 {
	return read(f, key, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
}

func (f fields) seconds(key string) time.Duration {
	return time.Duration(f.decimal(key) * float64(time.Second))
}

// status reads an HTTP status.
func (f fields) status(key string) int {
	return read(f, key, func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err == nil && (n < 200 || n > 599) {
			err = fmt.Errorf("%d is no status", n)
		}
		return n, err
	})
}

func read[T any](f fields, key string, parse func(string) (T, error)) T {
	v, err := parse(f[key])
	if err != nil {
		panic(badField{fmt.Errorf("the field %s: %w", key, err)})
	}
	return v
}
