// A mail that came back, as the mailbox of MAIL_FROM got it.
//   npm run bounce < FILE
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { bounceIn } from '../../lib/letters/bounces.ts'
import { orExplain, withMesa } from '../command.ts'

await orExplain(async () => {
  const raw = await buffer(process.stdin)
  const { attachments } = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
  })
  const part = (...types: string[]) =>
    String(attachments.find(({ mimeType }) => types.includes(mimeType))?.content ?? '')
  const bounce = bounceIn({
    report: part('message/delivery-status', 'message/global-delivery-status'),
    returned: part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'),
  })
  if (!bounce) {
    console.log('It does not say that a mail of ours could not be delivered. Nothing was noted.')
    return
  }
  await withMesa(async ({ notices }) => {
    const noted = await notices.comeBack(bounce)
    console.log(
      {
        unknown: 'No letter of this installation has that number. Nothing was noted.',
        noted: `Noted of one letter: ${bounce.answer}`,
        stopped: `Noted, and that address gets no more mail until somebody says that it works: ${bounce.answer}`,
      }[noted],
    )
  })
})
process.exit(0)
