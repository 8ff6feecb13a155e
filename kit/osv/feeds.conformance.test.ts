import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { judgeAffected, readOsv } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const feeds = join(corpora, '../feeds/osv')
const skip = existsSync(feeds) ? false : `no feeds at ${feeds}`

/** Problems that are in the feed: an address that begins with `ttps:`. */
const known: Readonly<Record<string, readonly string[]>> = {
  'pypi.jsonl.gz': ['references[2].url is not an address of the web'],
}

/**
 * Versions that a record lists although its own ranges leave them out: prereleases of the version that introduced the
 * flaw (PYSEC-2023-61), and the version that fixed it (PYSEC-2023-177, PYSEC-2021-114).
 */
const outside: Readonly<Record<string, number>> = { 'pypi.jsonl.gz': 9 }

for (const file of skip ? [] : globSync('*.jsonl.gz', { cwd: feeds }).sort()) {
  test(`every record of ${file} is read without a problem, and its listed versions are affected`, { skip }, () => {
    const lines = gunzipSync(readFileSync(join(feeds, file)))
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
    assert.ok(lines.length > 20)
    const problems: string[] = []
    let missed = 0
    for (const line of lines) {
      const read = readOsv(JSON.parse(line))
      problems.push(...read.problems.map(({ path, message }) => `${path} ${message}`))
      assert.ok(read.ok, line.slice(0, 200))
      for (const affected of read.advisory.affected) {
        const { judge } = judgeAffected(affected)
        for (const version of affected.versions) assert.equal(judge(version).verdict, 'affected', version)
        const { ranges } = affected
        const onlyRanges = judgeAffected({ ...affected, versions: [] })
        if (ranges.length > 0)
          for (const version of affected.versions) if (onlyRanges.judge(version).verdict !== 'affected') missed++
        for (const { events } of ranges) {
          for (const { fixed } of events) {
            if (fixed !== undefined)
              assert.notEqual(onlyRanges.judge(fixed).verdict, 'unknown', `${read.advisory.id} ${fixed}`)
          }
        }
      }
    }
    assert.deepEqual(problems, known[file] ?? [])
    assert.equal(missed, outside[file] ?? 0, 'listed versions that are outside of their ranges')
  })
}
