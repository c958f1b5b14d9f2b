import { bootstrap } from './bootstrap.mjs'

await bootstrap('testing/run.ts')
