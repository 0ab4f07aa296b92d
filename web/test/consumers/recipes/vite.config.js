import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";

export default {
  base: "./", // the tests serve what it builds below a folder
  plugins: [vue(), svelte()],
  esbuild: { jsx: "automatic" },
  build: { rollupOptions: { input: ["./react/index.html", "./vue/index.html", "./svelte/index.html"] } },
};
