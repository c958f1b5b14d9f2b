// Before a command that reads the database (node --import): in a fresh clone the database's client is not there yet, and the command asks for
// it as soon as it is read.
import './compiled.mjs'
import { orExplain } from './command.ts'
import { generateClient, isClientStale } from './ready.ts'
import { step } from './steps.mjs'

await orExplain(async () => {
  if (isClientStale()) await step('Database client generated', generateClient)
})
