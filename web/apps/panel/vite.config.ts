import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const GATEWAY = process.env["SWITCHBOARD_PUBLIC_URL"] ?? "http://localhost:8080";

export default defineConfig({
  base: "/panel/",
  plugins: [react()],
  build: { outDir: "../../dist/panel", emptyOutDir: true, assetsInlineLimit: 0 },
  server: { proxy: { "/v1": { target: GATEWAY, ws: true, changeOrigin: true } } },
});
