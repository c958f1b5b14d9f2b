'use server'

import { submit } from '@/app/_request/submit'
import { handInDocumentFile, handInDocumentLink, withdrawDocument } from '@/lib/documents/commands.ts'

const beside = ({ result }: { result: Record<string, string | number> }) =>
  `/desk/documents/${result.of}/${result.thing}#document-${result.document}`

export const handInFileAction = submit(handInDocumentFile, beside)
export const handInLinkAction = submit(handInDocumentLink, beside)
export const withdrawAction = submit(withdrawDocument, beside)
