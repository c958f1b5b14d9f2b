// For post-crash.test.ts: hands over what is due, by a clock that goes some hours ahead, until it is killed.
import { openDatabase } from '../lib/db/client.ts'
import { openMesa } from '../lib/mesa.ts'
import { openNoticesDoor } from '../lib/notices/door.ts'
import { forServer, readSettings } from '../lib/settings.ts'
import { handOver, smtpCarrier } from '../server/post.ts'

const settings = forServer(readSettings())
const [hours = '0'] = process.argv.slice(2)
const clock = () => new Date(Date.now() + Number(hours) * 3600 * 1000)
const mesa = {
  ...openMesa(settings.databaseUrl, settings),
  notices: openNoticesDoor(openDatabase(settings.databaseUrl), clock),
}
await handOver(mesa, settings, smtpCarrier(settings.mail?.url ?? ''))
process.exit(0)
