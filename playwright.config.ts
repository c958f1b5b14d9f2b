import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.ts'

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './testing/playwright-server.ts',
  // Each worker has a server and a database of its own (e2e/server.ts).
  workers: 2,
  // How long is waited for what does not come, also beside other work: no test says how fast anything is.
  timeout: 900_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    // What is not there by then does not come, and the errand says which page it waited on.
    actionTimeout: 300_000,
    browserName: 'chromium',
    locale: 'es-MX',
    timezoneId: 'America/Mexico_City',
    // What failed says what stood on its page. A trace of every step costs a sixth of the whole run:
    // `--trace on` where one needs it.
    trace: 'off',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
