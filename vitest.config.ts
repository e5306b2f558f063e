import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A condition comes when it comes: one second is not long on a busy machine.
    expect: { poll: { timeout: 10_000 } },
  },
});
export default config;
