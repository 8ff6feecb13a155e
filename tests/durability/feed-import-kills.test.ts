import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { feedsFolder, readFeeds } from '@holdfast/platform/feeds'
import { openLibrary } from '../../apps/vulnerabilities/store/library/index.ts'
import { runVerb } from './run-verb.ts'

const main = fileURLToPath(new URL('../../programs/cli/main.ts', import.meta.url))

/** A feed in the form of OSV, one record a line. */
function feed(day: number, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `1.${day}.0` }] }]
    const affected = [{ package: { ecosystem: 'npm', name: `left-${index}` }, ranges }]
    const modified = `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`
    return `${JSON.stringify({ id: `KILL-${index}`, modified, summary: `day ${day}`, affected })}\n`
  }).join('')
}

/** What is current, read whole: the day that all advisories are of. */
function currentDay(home: string): string {
  const { feeds, broken } = readFeeds(feedsFolder(home))
  assert.deepEqual(broken, [])
  const library = openLibrary(feeds.map(({ path }) => path))
  const days = new Set([0, 1, 2000, 3999].map((n) => library.advisoriesNaming('npm', `left-${n}`)[0]?.advisory.summary))
  library.close()
  assert.equal(days.size, 1)
  return String([...days][0])
}

test('kill -9 at any moment of an import leaves the old version current or the new one, whole', {
  timeout: 300_000,
}, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-feed-kills-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  const file = join(home, 'feed.jsonl')
  const environment = { HOLDFAST_HOME: join(home, 'home') }
  writeFileSync(file, feed(1, 4000))
  const started = performance.now()
  const first = await runVerb(['feed', 'import', file], environment)
  const wholeMs = performance.now() - started
  assert.equal(first.code, 0, first.err)
  assert.equal(currentDay(environment.HOLDFAST_HOME), 'day 1')
  let killed = 0
  for (let round = 2; round <= 9; round++) {
    writeFileSync(file, feed(round, 4000))
    const before = currentDay(environment.HOLDFAST_HOME)
    const child = spawn(process.execPath, [main, 'feed', 'import', file, '--quiet'], {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    })
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)))
    // From shortly after its start to shortly after its usual end.
    await Promise.race([sleep(wholeMs * (0.3 + round * 0.09)), ended])
    child.kill('SIGKILL')
    if ((await ended) === 'SIGKILL') killed++
    const after = currentDay(environment.HOLDFAST_HOME)
    assert.ok(after === before || after === `day ${round}`, `${before}, then ${after}`)
  }
  assert.ok(killed > 0, 'no import was killed')
  writeFileSync(file, feed(20, 4000))
  const last = await runVerb(['feed', 'import', file], environment)
  assert.equal(last.code, 0, last.err)
  assert.equal(currentDay(environment.HOLDFAST_HOME), 'day 20')
  // What the killed ones left was cleared away.
  const left = readdirSync(feedsFolder(environment.HOLDFAST_HOME), { recursive: true, encoding: 'utf8' })
  assert.deepEqual(
    left.filter((path) => path.startsWith('.unfinished/')),
    [],
  )
})
