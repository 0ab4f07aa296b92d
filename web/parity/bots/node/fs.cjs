// Node's module of this name: a page has no files.
exports.ReadStream = class ReadStream {};
exports.existsSync = () => false;
