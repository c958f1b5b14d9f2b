import { bootstrap } from './bootstrap.mjs'

await bootstrap('scripts/up.ts')
