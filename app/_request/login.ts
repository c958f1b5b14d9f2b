import type { NextAuthOptions } from 'next-auth'
import { decode, encode } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import { cookies } from 'next/headers'
import { LONGEST_SIGN_IN } from '@/lib/accounts/accounts.ts'
import { loginCookieName } from '@/lib/accounts/origin.ts'
import { settings } from '@/lib/settings.ts'
import { mesa } from './mesa'
import { answerIn } from './signing'

const maxAge = LONGEST_SIGN_IN / 1000

function loginCookie() {
  const { publicUrl } = settings()
  return {
    name: loginCookieName(publicUrl),
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.startsWith('https:') },
  } as const
}

/** The cookie says which sign-in it is, and nothing else: who that is, and whether it holds, is asked of the row each time. */
export async function openLogin(signIn: string): Promise<void> {
  const { name, options } = loginCookie()
  const value = await encode({ token: { signIn }, secret: settings().loginSecret, maxAge })
  const jar = await cookies()
  jar.set(name, value, { ...options, maxAge })
}

export async function closeLogin(): Promise<void> {
  const { name, options } = loginCookie()
  const jar = await cookies()
  jar.set(name, '', { ...options, maxAge: 0 })
}

/** The sign-in that this request's cookie names; null where there is none, or where it was not encrypted by us. */
export async function signInNamed(): Promise<string | null> {
  const token = (await cookies()).get(loginCookie().name)?.value
  if (!token) return null
  const opened = await decode({ token, secret: settings().loginSecret }).catch(() => null)
  return typeof opened?.signIn === 'string' ? opened.signIn : null
}

/** next-auth's own routes: the same door, the same rows. Our pages sign in through an action, which needs no script. */
export function authOptions(): NextAuthOptions {
  return {
    secret: settings().loginSecret,
    session: { strategy: 'jwt', maxAge },
    pages: { signIn: '/es/sign-in', signOut: '/es/account', error: '/es/sign-in' },
    cookies: { sessionToken: loginCookie() },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given) {
          const outcome = await mesa().accounts.signIn(
            String(given?.email ?? ''),
            String(given?.password ?? ''),
          )
          return outcome.is === 'signed-in' ? { id: outcome.signIn } : null
        },
      }),
      Credentials({
        id: 'passkey',
        credentials: { answer: { type: 'text' } },
        async authorize(given) {
          const answer = answerIn(String(given?.answer ?? ''))
          const email = answer && (await mesa().signing.signedInBy(answer))
          const outcome = email ? await mesa().accounts.signInVerified(email) : null
          return outcome?.is === 'signed-in' ? { id: outcome.signIn } : null
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ signIn: user?.id ?? token.signIn }),
      async session({ session, token }) {
        const found =
          typeof token.signIn === 'string' ? await mesa().accounts.signedIn(token.signIn) : null
        return { expires: session.expires, ...(found && { user: { email: found.email } }) }
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token.signIn === 'string') await mesa().accounts.signOut(token.signIn)
      },
    },
  }
}
