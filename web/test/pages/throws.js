// A worker that fails at once.
throw new Error("of the worker");
