import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { authOptions } from '@/app/_request/login'

// The options read the settings, which a build has not: so they are asked for with each request.
const handle = (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> => NextAuth(request as never, context as never, authOptions()) as Promise<Response>

export { handle as GET, handle as POST }
