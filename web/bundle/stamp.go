package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// section is the name of the custom section that says which build a program is
// of. web/src/engine/initialize.js reads it.
const section = "rtmwasm"

// hashOf is a short name for bytes, in a URL above all.
func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// stamp adds a custom section with a text to a program. WebAssembly allows one
// anywhere, so it goes to the end; nothing but its readers sees it.
func stamp(wasm []byte, text string) []byte {
	payload := append(binary.AppendUvarint(nil, uint64(len(section))), section+text...)
	size := binary.AppendUvarint([]byte{customSection}, uint64(len(payload)))
	return bytes.Join([][]byte{wasm, size, payload}, nil)
}

// stampOf reads what stamp has added.
func stampOf(module []byte) string {
	for _, s := range sections(module) {
		if s.id == customSection && s.name == section {
			return string(s.content)
		}
	}
	return "unknown"
}
