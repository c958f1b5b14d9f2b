/** In milliseconds: what a person sees as moving. Each pause costs the browser some of its own. */
const BETWEEN_PAUSES = 50

/** Moves a bar along while something long is done, and pauses so that the page stays alive. */
export function movesOn(
  bar: HTMLProgressElement,
  tell?: (done: number, of: number) => void,
): (done: number, of: number) => Promise<void> {
  let paused = 0
  return async (done, of) => {
    if (done < of && performance.now() - paused < BETWEEN_PAUSES) return
    bar.max = of
    bar.value = done
    tell?.(done, of)
    await new Promise((next) => {
      setTimeout(next, 0)
    })
    paused = performance.now()
  }
}
