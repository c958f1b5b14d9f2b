import { Malformed } from '../log/encoding.ts'

/**
 * The least of tar (POSIX.1-1988, "ustar") that an archive needs: plain files of short names. Every byte is given: what we read must
 * be, header and padding included, what we would have written. So there is no link, no absolute name, no extension and no second way
 * to say a size: the reader knows which name comes next, and takes no other.
 */

export const BLOCK = 512
/** Eleven octal digits. */
const LARGEST = 8 ** 11 - 1
const NAME_LENGTH = 100

/** The end of an archive: two empty blocks, and nothing after them. */
export const END = new Uint8Array(2 * BLOCK)

export function headerOf(name: string, size: number): Uint8Array {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > NAME_LENGTH)
    throw new RangeError(`not the name of a member: ${name}`)
  if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST)
    throw new RangeError(`${name} has no size that tar could say: ${size}`)
  const header = new Uint8Array(BLOCK)
  const put = (at: number, text: string) => header.set(Buffer.from(text, 'latin1'), at)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  put(0, name)
  put(100, octal(0o644, 7))
  put(108, octal(0, 7))
  put(116, octal(0, 7))
  put(124, octal(size, 11))
  put(136, octal(0, 11))
  put(148, '        ')
  put(156, '0')
  put(257, 'ustar\x0000')
  put(329, octal(0, 7))
  put(337, octal(0, 7))
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return header
}

export function paddingOf(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK)
}

/** What a header says, if it is one of ours to the last byte. */
export function parseHeader(block: Uint8Array): { name: string; size: number } {
  const text = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('latin1')
  const [name = ''] = text.slice(0, NAME_LENGTH).split('\0')
  const digits = text.slice(124, 135)
  if (!/^[\x21-\x7e]+$/.test(name) || !/^[0-7]{11}$/.test(digits))
    throw new Malformed('what stands here is not the head of a member')
  const size = Number.parseInt(digits, 8)
  if (Buffer.compare(headerOf(name, size), block) !== 0)
    throw new Malformed(`the head of ${JSON.stringify(name)} has a byte that is not as we write it`)
  return { name, size }
}

/** Bytes that arrive in pieces, taken in the pieces that one asks for. Never holds more than was asked for, and one piece that arrived. */
export class Intake {
  readonly #source: AsyncIterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array()
  #at = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Exactly so many bytes, valid until the next question; null where the source ends before. */
  async take(count: number): Promise<Uint8Array | null> {
    if (this.#piece.length - this.#at >= count)
      return this.#piece.subarray(this.#at, (this.#at += count))
    const whole = Buffer.allocUnsafe(count)
    for (let filled = 0; filled < count; ) {
      const some = await this.some(count - filled)
      if (!some) return null
      whole.set(some, filled)
      filled += some.length
    }
    return whole
  }

  /** At most so many bytes, as they are there; null at the end. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.#at === this.#piece.length) {
      const { value, done } = await this.#source.next()
      if (done) return null
      this.#piece = value
      this.#at = 0
    }
    return this.#piece.subarray(this.#at, (this.#at += Math.min(most, this.#piece.length - this.#at)))
  }

  async close(): Promise<void> {
    await this.#source.return?.()
  }
}
