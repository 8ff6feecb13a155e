// Writes platform/store/schema.sql: the schema that all migrations of this checkout make together.
import { writeFileSync } from 'node:fs'
import { describeSchema, everyPart, testDatabase } from '@holdfast/platform/store/testing'

const file = new URL('../platform/store/schema.sql', import.meta.url)
const closing: (() => unknown)[] = []
const { admin } = await testDatabase({ after: (close) => closing.push(close) }, { parts: everyPart() })
const text = await describeSchema(admin)
writeFileSync(file, text)
for (const close of closing) await close()
process.stderr.write(`Wrote platform/store/schema.sql (${text.split('\n').length} lines).\n`)
