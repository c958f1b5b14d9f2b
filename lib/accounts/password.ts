import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const argon2id = promisify(argon2)

/** OWASP ASVS 5.0, appendix C: Argon2id with 19 MiB and two passes, or better. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG_LENGTH = 32

export const SHORTEST_PASSWORD = 12
/** Longer than any passphrase, and short enough that nobody keeps the server busy with one. */
const LONGEST_PASSWORD = 256

/** What an unknown account is compared with, so that it takes as long as a known one. No password is behind it. */
export const nobodysHash = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** A PHC string, which says with what cost it was made: the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await argon2id('argon2id', {
    message: normal(password),
    nonce: salt,
    tagLength: TAG_LENGTH,
    ...cost,
  })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

/** The same time for a wrong password, for none, and for an account that does not exist. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, , , costs = '', salt = '', tag = ''] = (hash ?? nobodysHash).split('$')
  const [memory = 0, passes = 0, parallelism = 0] = costs.split(',').map((one) => Number(one.slice(2)))
  const expected = Buffer.from(tag, 'base64')
  const message = normal(password.slice(0, LONGEST_PASSWORD))
  const given = await argon2id('argon2id', {
    message,
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
    memory,
    passes,
    parallelism,
  })
  return timingSafeEqual(given, expected) && hash !== null && password.length <= LONGEST_PASSWORD
}

/** NIST SP 800-63B, 5.1.1.2: the same characters are the same password, whatever keyboard composed them. */
function normal(password: string): string {
  return password.normalize('NFKC')
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

/** Long enough for our rules and yet among the first that anybody would try. */
const common = [
  'password',
  'passw0rd',
  'contraseña',
  'contrasena',
  'administrador',
  'administrator',
  'bienvenido',
  'welcome',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'iloveyou',
  'teamomucho',
  'tequiero',
  'letmein',
  'changeme',
  'cambiame',
  'secreto',
  'mesaabierta',
  'gobiernoabierto',
  'opengovernment',
  'mexico',
  'princesa',
  'football',
  'futbol',
  'sunshine',
  'estrella',
  'dragon',
  'monkey',
  'master',
  'usuario',
]

/** Why a new password will not do, as a message key; null where it will. */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < SHORTEST_PASSWORD) return 'errors.passwordTooShort'
  if (password.length > LONGEST_PASSWORD) return 'errors.passwordTooLong'
  const plain = password.normalize('NFKC').toLowerCase()
  const [name = ''] = email.toLowerCase().split('@')
  if (plain.includes(email.toLowerCase()) || (name.length > 3 && rest(plain, name).length < 6))
    return 'errors.passwordIsEmail'
  if (new Set(plain).size < 5 || isSequence(plain)) return 'errors.passwordTooCommon'
  // A common word with a year and an exclamation mark is a common password.
  const isCommon = common.some(
    (word) => plain.includes(word) && rest(plain, word).replace(/[\d\W_]/g, '').length < 4,
  )
  return isCommon ? 'errors.passwordTooCommon' : null
}

function rest(plain: string, word: string): string {
  return plain.replaceAll(word, '')
}

function isSequence(plain: string): boolean {
  const steps = [...plain]
    .slice(1)
    .map((character, place) => character.charCodeAt(0) - plain.charCodeAt(place))
  return steps.filter((step) => Math.abs(step) === 1).length >= steps.length - 1
}
