import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Visitors load the widget on every page that embeds it, so it is drawn by React's small sibling. */
const SMALL = {
  "react-dom/client": "preact/compat/client",
  "react-dom": "preact/compat",
  "react/jsx-runtime": "preact/jsx-runtime",
  react: "preact/compat",
};

export default defineConfig({
  base: "/widget/",
  plugins: [react()],
  resolve: { alias: SMALL },
  build: { outDir: "../../dist/widget", emptyOutDir: true, assetsInlineLimit: 0 },
});
