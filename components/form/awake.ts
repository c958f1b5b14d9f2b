import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** Whether the scripts of this page are awake: what only they can answer stands still until then, and is seen to. */
export const useAwake = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
