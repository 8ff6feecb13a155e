import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import libraries from '../apps/vulnerabilities/engine/feeds/retirejs/libraries.json' with { type: 'json' }
import { boundedPattern } from '../kit/language-packages/bounded-pattern.ts'

/** Makes `kit/language-packages/vendored-scripts.json` of Retire.js' `jsrepository-v5.json`, which is named on the command line: how files are recognised, without what is wrong with them. */
const [path = ''] = process.argv.slice(2)
const bytes = readFileSync(path)
const repository = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Record<
  string,
  { npmname?: string; extractors?: { filename?: string[]; filecontent?: string[] } }
>
const others: Readonly<Record<string, string>> = libraries.npm
let left = 0
const scripts = Object.entries(repository).flatMap(([library, { npmname, extractors = {} }]) => {
  if (libraries.examples.includes(library) || libraries.elsewhere.includes(library)) return []
  const kept = (patterns: readonly string[] = []) =>
    patterns.filter((pattern) => {
      const isKept = boundedPattern(pattern) !== undefined
      if (!isKept) left++
      return isKept
    })
  const [names, content] = [kept(extractors.filename), kept(extractors.filecontent)]
  if (names.length + content.length === 0) return []
  return [{ name: others[library] ?? npmname ?? library, names, content }]
})
const about =
  'How JavaScript files that were copied into a project are recognised: patterns for their names and contents, with §§version§§ for the version. From Retire.js (Apache-2.0, https://github.com/RetireJS/retire.js), by tools/vendored-scripts.ts.'
const to = new URL('../kit/language-packages/vendored-scripts.json', import.meta.url)
writeFileSync(to, `${JSON.stringify({ about, scripts }, null, 2)}\n`)
console.log(`${scripts.length} libraries; ${left} patterns are left out, which cannot be bounded.`)
