package main

import (
	"fmt"
	"log"
	"strings"
)

// A budget is how many bytes, with brotli, some files may have together.
type budget struct {
	files []string
	bytes int
}

// budgets are for what a page loads before it can do anything.
var budgets = []budget{
	{[]string{"rtm.wasm"}, 900_000},
	{[]string{"rtm.js", "rtm.engine.js"}, 24 << 10},
}

// margin is the part of a budget, in percent, by which a build may exceed it
// without failing. The files hold hashes of one another, so that any change moves
// their compressed sizes by a few bytes.
const margin = 2

// hold fails if the files are over budget by more than the margin, and warns if
// they are over it at all.
func (b budget) hold(sizes map[string]int) error {
	sum := 0
	for _, name := range b.files {
		sum += sizes[name]
	}
	if sum <= b.bytes {
		return nil
	}
	over := fmt.Errorf("%s: %d bytes with brotli, over the budget of %d: find out what grew, for instance with go tool nm -size", strings.Join(b.files, " and "), sum, b.bytes)
	if sum > b.bytes+b.bytes*margin/100 {
		return over
	}
	log.Printf("WARNING: %v", over)
	return nil
}
