// Node's module of this name, as far as the bots use it.
const EventEmitter = require("eventemitter3");
EventEmitter.prototype.setMaxListeners = () => {};
module.exports = EventEmitter;
module.exports.EventEmitter = EventEmitter;
