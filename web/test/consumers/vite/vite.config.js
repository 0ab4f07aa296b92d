export default {
  base: "./", // the tests serve what it builds below a folder
  optimizeDeps: { exclude: ["rtmwasm"] }, // of the package's README: `vite dev` needs it
};
