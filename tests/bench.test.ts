import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { test } from 'node:test'
import { withoutFeeds } from '../apps/vulnerabilities/tests/shared-feeds.fixture.ts'
import type { Bench } from '../bench/bench.ts'
import { noBrowser } from './journeys/browser.ts'

const folder = new URL('../bench/', import.meta.url)
const withBrowser = new Set(['change', 'interface', 'startup'])

for (const file of globSync('*.bench.ts', { cwd: folder }).sort()) {
  const { bench } = (await import(new URL(file, folder).href)) as { bench: Bench }
  const skip = (withBrowser.has(bench.name) && noBrowser) || (bench.name === 'windows' && withoutFeeds)
  test(`the benchmark ${bench.name} measures, at a hundredth of its size`, { skip }, async () => {
    const figures = await bench.run({ scale: 0.01, log: () => {} })
    assert.ok(figures.length > 0)
    for (const { what, value, unit } of figures) {
      assert.ok(Number.isFinite(value) && value >= 0, `${what}: ${value} ${unit}`)
      assert.ok(what !== '' && unit !== '')
    }
  })
}
