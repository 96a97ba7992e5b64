import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../dist",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "src/index.ts", formats: ["iife"], name: "Switchboard", fileName: () => "widget.js" },
  },
});
