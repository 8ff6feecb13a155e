// Writes the generated pages of docs/reference from what they describe.
import { writeFileSync } from 'node:fs'
import { referencePages } from './reference/pages.ts'

for (const [name, text] of await referencePages()) {
  writeFileSync(new URL(`../docs/reference/${name}`, import.meta.url), text)
  process.stderr.write(`Wrote docs/reference/${name}.\n`)
}
