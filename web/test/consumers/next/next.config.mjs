export default { output: "export", assetPrefix: "/test/next-app/out" }; // the tests serve what it builds below a folder
