import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{app,components,lib,prisma,scripts,server,stranger,testing}/**/*.test.{ts,tsx}'],
    globalSetup: './testing/vitest-server.ts',
    // Each file has a database of its own: as many at once as there are processors.
    maxWorkers: '100%',
    env: {
      MESA_MODE: 'demonstration',
      SESSION_SECRET: 'only-for-tests-and-nowhere-else-0123456789',
      TZ: 'UTC',
    },
    tags: [
      {
        name: 'long',
        description:
          'Kills processes, replays whole logs, or walks everything: `npm test` does, `npm run check` not.',
      },
    ],
    // The first to ask for a seeded database makes the template for all.
    hookTimeout: 600_000,
    // How long is waited for what does not come, also beside other work: no test says how fast anything is.
    testTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
