import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    include: ["{apps,packages}/**/*.test.{ts,tsx}", "loader/**/*.test.ts"],
    environment: "happy-dom",
    environmentOptions: { happyDOM: { settings: { navigation: { disableChildFrameNavigation: true } } } },
    restoreMocks: true,
    setupFiles: ["./vitest.setup.ts"],
  },
});
