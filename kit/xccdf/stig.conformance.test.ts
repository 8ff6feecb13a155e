import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readBenchmark, resolvePolicy } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, 'stig-xccdf/xccdf')
const skip = existsSync(folder) ? false : `no benchmarks at ${folder}`

test('every rule of the manual STIGs is read, with severity, CCI, what to check and how to fix it', {
  skip,
}, (context) => {
  let count = 0
  const files = readdirSync(folder).filter((name) => name.endsWith('.xml'))
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8')
    const reading = readBenchmark(text)
    assert.ok(reading.ok, `${file}: ${JSON.stringify(reading)}`)
    const { rules } = resolvePolicy(reading.benchmark, undefined)
    assert.equal(rules.length, text.match(/<Rule /g)?.length, file)
    assert.equal(reading.benchmark.profiles.size, text.match(/<Profile /g)?.length ?? 0, file)
    for (const { rule } of rules) {
      assert.match(rule.severity, /^(?:low|medium|high)$/, rule.id)
      assert.ok(
        rule.idents.some(({ id }) => /^CCI-\d{6}$/.test(id)),
        rule.id,
      )
      assert.ok(rule.fixText !== '' && rule.checks.some(({ content }) => content !== ''), rule.id)
    }
    count += rules.length
  }
  assert.equal(files.length, 8)
  context.diagnostic(`${count} rules of ${files.length} benchmarks`)
})
