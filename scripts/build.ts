// npm run build: what a server needs before it starts, made ahead, as in a container's image.
import { orExplain } from './command.ts'
import { arePagesStale, buildPages, generateClient, isClientStale } from './ready.ts'
import { step } from './steps.mjs'

await orExplain(async () => {
  if (isClientStale()) await step('Database client generated', generateClient)
  if (arePagesStale()) await step('Pages built', buildPages)
})
