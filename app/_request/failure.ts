import { NothingKept } from '@/lib/act/transaction.ts'

/** Something broke while a form was taken in. Only where it is not known whether it was saved is that said. */
export type Failure = { is: 'failed'; key: 'errors.notSaved' | 'errors.unknownOutcome' }

/** Does what a form asks for; where that breaks, answers with what is known of it, and whoever operates this reads why. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work()
  } catch (error) {
    if (leadsElsewhere(error)) throw error
    console.error(error)
    return {
      is: 'failed',
      key: error instanceof NothingKept ? 'errors.notSaved' : 'errors.unknownOutcome',
    }
  }
}

/** What comes before the act itself: where this breaks, the act was not done. */
export async function before<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw leadsElsewhere(error) ? error : new NothingKept(error)
  })
}

export function isFailure(answer: unknown): answer is Failure {
  return (answer as { is?: unknown } | null)?.is === 'failed'
}

/** Next answers with another page by an error of its own. */
function leadsElsewhere(error: unknown): boolean {
  return String((error as { digest?: unknown } | null)?.digest).startsWith('NEXT_')
}
