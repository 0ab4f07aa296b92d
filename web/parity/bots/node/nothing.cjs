// Stands for a module that the bots load and do not use here.
module.exports = () => {
  throw new Error("a page has no such module");
};
