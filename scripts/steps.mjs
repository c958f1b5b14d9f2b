// What the terminal shows: one line for each step with its time. Runs before anything is installed, on Node 20.

/** @type {Map<string, number>} */
const running = new Map()
const live = Boolean(process.stdout.isTTY)
/** @type {NodeJS.Timeout | undefined} */
let clock

/**
 * Steps may overlap; those that take long show that they live.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const step = async (title, work) => {
  const began = Date.now()
  running.set(title, began)
  clock ??= setInterval(showLife, live ? 200 : 10_000).unref()
  showLife()
  try {
    const result = await work()
    say(`✓ ${title.padEnd(46)} ${seconds(began)}`)
    return result
  } catch (error) {
    say(`✗ ${title.padEnd(46)} ${seconds(began)}`)
    throw error
  } finally {
    running.delete(title)
    if (running.size === 0) clock = void clearInterval(clock)
    showLife()
  }
}

/** @param {string} line */
export const say = (line) => {
  if (live) process.stdout.write('\r\u001b[K')
  process.stdout.write(`${line}\n`)
}

const showLife = () => {
  const now = Date.now()
  if (live) {
    const line = [...running]
      .map(([title, began]) => `${title} ${Math.floor((now - began) / 1000)} s`)
      .join(', ')
    process.stdout.write(
      `\r\u001b[K${line ? `… ${line}`.slice(0, (process.stdout.columns || 80) - 1) : ''}`,
    )
    return
  }
  for (const [title, began] of running) if (now - began >= 9_000) say(`… ${title} ${seconds(began)}`)
}

/** @param {number} began */
const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`.padStart(7)
