// Writes docs/reference/query-language.md from the data that the query language runs on.
import { writeFileSync } from 'node:fs'
import { queryLanguagePage } from '@holdfast/platform/search/documentation'

writeFileSync(new URL('../docs/reference/query-language.md', import.meta.url), queryLanguagePage())
process.stderr.write('Wrote docs/reference/query-language.md.\n')
