package core

import (
	"errors"
	"strings"
)

// What goes to Slack, the token above all, must not be readable on its way. So
// addresses are those of TLS, but for tests and demos on this machine. The
// errors do not show them: a socket's is a secret until it is used.

// CheckAPIURL wants an address of the Web API to be https, and such that the name
// of a method can be put behind it. It takes whatever web/src/client/address.js makes of
// what a page gives: testdata/addresses.json holds both to that.
func CheckAPIURL(address string) *Error {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	if isSecure(address, "https", "http") && !strings.ContainsAny(address, "?#") && !strings.Contains(host, "@") {
		return nil
	}
	return newError(CodeInvalidArgument, nil, "the address of the Web API is not safe: it must be an https: URL (http: only for a loopback address), without a user, a query or a fragment")
}

// CheckSocketURL wants the address of a socket to be wss, whoever gave it.
func CheckSocketURL(address string) *Error {
	if isSecure(address, "wss", "ws") {
		return nil
	}
	return newError(CodeInvalidArgument, nil, "the address of the socket is not safe: it must be a wss: URL (ws: only for a loopback address)")
}

// isSecure reports whether a URL has the scheme with TLS, or the one without
// and a loopback host. The host must stand there as it is: browsers mend much
// (backslashes, tabs, users before an @), and what they make of it may be
// another host. (net/url would add 10 kB to what a page loads.)
func isSecure(address, with, without string) bool {
	scheme, rest, ok := strings.Cut(address, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	switch scheme = strings.ToLower(scheme); {
	case !ok || rest == "":
		return false
	case scheme == with:
		return true
	}
	return scheme == without && isLoopback(rest)
}

// isLoopback reports whether a host, with or without a port, is this machine.
func isLoopback(host string) bool {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && isNumber(host[i+1:]) {
		host = host[:i]
	}
	if host == "localhost" || host == "[::1]" {
		return true
	}
	if name, ok := strings.CutSuffix(host, ".localhost"); ok {
		return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == ""
	}
	parts := strings.Split(host, ".")
	return len(parts) == 4 && parts[0] == "127" && isNumber(parts[1]) && isNumber(parts[2]) && isNumber(parts[3])
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Conceal gives err without the address of a socket. An error that shows it is left
// out, and what it wraps stays, so that errors.Is and As find it; of an error that
// wraps nothing the text stays, with the address struck out.
func Conceal(err error, address string) error {
	secrets := secretsOf(address)
	if !shows(err, secrets) {
		return err
	}
	switch wrapper := err.(type) {
	case interface{ Unwrap() error }:
		if cause := wrapper.Unwrap(); cause != nil {
			return Conceal(cause, address)
		}
	case interface{ Unwrap() []error }:
		var causes []error
		for _, cause := range wrapper.Unwrap() {
			causes = append(causes, Conceal(cause, address))
		}
		return errors.Join(causes...)
	}
	text := err.Error()
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, "...")
	}
	return errors.New(text)
}

// shows reports whether err, or an error that it wraps, shows one of the secrets.
func shows(err error, secrets []string) bool {
	if err == nil {
		return false
	}
	text := err.Error()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			return true
		}
	}
	switch wrapper := err.(type) {
	case interface{ Unwrap() error }:
		return shows(wrapper.Unwrap(), secrets)
	case interface{ Unwrap() []error }:
		for _, cause := range wrapper.Unwrap() {
			if shows(cause, secrets) {
				return true
			}
		}
	}
	return false
}

// shortTicket is the length below which a part of an address is a word.
const shortTicket = 16

// secretsOf gives what of an address must not be shown: all behind the host, and the
// long parts of that.
func secretsOf(address string) []string {
	_, rest, _ := strings.Cut(address, "://")
	path := strings.IndexAny(rest, "/?#")
	if path < 0 || path == len(rest)-1 {
		return nil
	}
	secrets := []string{rest[path:]}
	for _, part := range strings.FieldsFunc(rest[path:], func(r rune) bool { return strings.ContainsRune("/?#&=", r) }) {
		if len(part) >= shortTicket {
			secrets = append(secrets, part)
		}
	}
	return secrets
}
