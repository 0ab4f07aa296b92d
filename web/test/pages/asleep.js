// A worker that never says a word.
