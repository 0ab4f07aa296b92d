// Node's module of this name, as far as the bots use it.
exports.join = (...parts) => parts.join("/");
