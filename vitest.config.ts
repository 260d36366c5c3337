import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    coverage: { provider: "v8", include: ["functions/**", "shared/**", "cli/**"], reporter: ["text-summary", "html"] },
  },
});
