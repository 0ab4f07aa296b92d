package main

import "strings"

// head gives the lines for the head of a page that is served beside the files: with them
// the browser gets what a first start needs before a script asks for it. They belong to
// one build, since rtm.wasm is asked for by its hash. (The fetch of rtm.js is one without
// credentials for other origins, which an attribute has to say.)
func head(hash string) []byte {
	return []byte(strings.ReplaceAll(`<link rel="modulepreload" href="rtm.js">
<link rel="modulepreload" href="rtm.engine.js">
<link rel="preload" href="rtm.wasm?v=HASH" as="fetch" type="application/wasm" crossorigin>
`, "HASH", hash))
}
