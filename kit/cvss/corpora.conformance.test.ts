import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatCvss, parseCvss, scoreCvss } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

const listed: Readonly<Record<string, number>> = {
  vectors_calculator2: 5,
  vectors_calculator3: 2,
  vectors_cvsslib2: 24,
  vectors_cvsslib3: 29,
  vectors_security4: 54,
}

for (const [file, count] of Object.entries(listed)) {
  test(`every vector of ${file} has the listed scores and survives being written`, { skip }, () => {
    const rows = readFileSync(join(corpora, `cvss/${file}`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
    assert.equal(rows.length, count)
    for (const row of rows) {
      const [text, expected] = row.split(' - ') as [string, string]
      const parsed = parseCvss(text)
      assert.ok(parsed.ok, row)
      const scores = scoreCvss(parsed.value)
      const own = expected.startsWith('(') ? [scores.base, scores.temporal, scores.environmental] : [scores.score]
      const numbers = expected.match(/None|[0-9.]+/g)?.map((word) => (word === 'None' ? null : Number(word)))
      assert.deepEqual(own, numbers, row)
      assert.deepEqual(formatCvss(parsed.value).split('/').sort(), text.split('/').sort())
    }
  })
}
