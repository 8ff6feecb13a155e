// `npm test`: prepares the machine, checks types and style, runs every test, and ends with one line of totals.
import { checks } from './runner/checks.ts'
import { findTests } from './runner/find-tests.ts'
import { preparePeers } from './runner/peers.ts'
import { runTests } from './runner/run-tests.ts'
import { Totals } from './runner/totals.ts'

const filters = process.argv.slice(2)
const totals = new Totals(process.env.CI === 'true')

process.env.HOLDFAST_CORPORA ??= new URL('../../shared/corpora', import.meta.url).pathname
preparePeers()
if (filters.length === 0) await checks(totals)
await runTests(await findTests(filters), totals)
totals.print()
process.exit(totals.failed > 0 ? 1 : 0)
