import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Bounds for what hangs: a slow machine is not a failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A condition comes when it comes: one second is not long on a busy machine.
    expect: { poll: { timeout: 60_000 } },
  },
});
export default config;
