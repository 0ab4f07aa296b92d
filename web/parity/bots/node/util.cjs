// Node's module of this name, as far as the bots use it.
exports.format = (...values) => values.map(String).join(" ");
exports.inspect = (value) => String(value);
exports.inherits = (Class, Base) => {
  Class.super_ = Base;
  Object.setPrototypeOf(Class.prototype, Base.prototype);
};
