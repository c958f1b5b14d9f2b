/**
 * Keeps what was made under a name, for whoever asks for the same next: so many, those that were asked for
 * last. What fails is not kept.
 */
export function newest<T>(most: number): (name: string, make: () => T) => T {
  const kept = new Map<string, T>()

  function makeAnew(name: string, make: () => T): T {
    const made = make()
    if (made instanceof Promise)
      made.catch(() => {
        if (kept.get(name) === made) kept.delete(name)
      })
    return made
  }

  return (name, make) => {
    const made = kept.get(name) ?? makeAnew(name, make)
    kept.delete(name)
    kept.set(name, made)
    const oldest = kept.size > most ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    return made
  }
}
