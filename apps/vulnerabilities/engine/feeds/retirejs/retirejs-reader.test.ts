import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  advisoriesIn,
  coverageIn,
  problemsIn,
  readBytes,
  readText,
  surviveDamage,
} from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { retirejsReader } from './retirejs-reader.ts'

const flaw = {
  atOrAbove: '1.4.0',
  below: '1.12.0',
  severity: 'medium',
  cwe: ['CWE-79'],
  identifiers: { summary: 'requests of others run', CVE: ['CVE-2015-9251'], githubID: 'GHSA-rmxg-73gg-4p98' },
  info: ['https://github.com/advisories/GHSA-rmxg-73gg-4p98'],
}
const list = {
  'retire-example': { vulnerabilities: [flaw] },
  jquery: {
    npmname: 'jquery',
    vulnerabilities: [
      flaw,
      {
        below: '2.999.999',
        severity: 'low',
        identifiers: { summary: 'given up', retid: '73' },
        excludes: ['1.12.4-aem'],
      },
      { ...flaw, atOrAbove: '1.12.3', below: '3.0.0-beta1' },
    ],
    extractors: { filename: ['jquery-(§§version§§).js'] },
  },
}

test('the ranges of one flaw are one advisory', async () => {
  assert.ok(retirejsReader.matches('jsrepository-v5.json', JSON.stringify(list)))
  const records = await readText(retirejsReader, 'jsrepository-v5.json', list, 7)
  const [xss, old] = advisoriesIn(records)
  assert.equal(advisoriesIn(records).length, 2)
  assert.equal(xss?.id, 'RETIREJS-jquery-GHSA-rmxg-73gg-4p98')
  assert.deepEqual(xss?.aliases, ['GHSA-rmxg-73gg-4p98', 'CVE-2015-9251'])
  assert.deepEqual([xss?.affected[0]?.ecosystem, xss?.affected[0]?.name], ['npm', 'jquery'])
  assert.deepEqual(
    xss?.affected[0]?.ranges.map(({ events }) => events),
    [
      [{ introduced: '1.4.0' }, { fixed: '1.12.0' }],
      [{ introduced: '1.12.3' }, { fixed: '3.0.0-beta1' }],
    ],
  )
  assert.equal(old?.id, 'RETIREJS-jquery-retid-73')
  assert.deepEqual(old?.affected[0]?.ranges[0]?.events, [{ introduced: '0' }, { last_affected: '2.999.999' }])
  assert.deepEqual([old?.affected[1]?.state, old?.affected[1]?.versions], ['not-affected', ['1.12.4-aem']])
  assert.deepEqual(coverageIn(records), [])
})

test('a library has the name that it has on npm, where it is there', async () => {
  const vulnerabilities = [flaw]
  const names = async (library: string, about: object) => {
    const [advisory] = advisoriesIn(
      await readText(retirejsReader, 'a.json', { [library]: { vulnerabilities, ...about } }),
    )
    return [advisory?.affected[0]?.ecosystem, advisory?.affected[0]?.name, advisory?.id.split('-')[1]]
  }
  assert.deepEqual(await names('ember', {}), ['npm', 'ember-source', 'NPM'])
  assert.deepEqual(await names('moment.js', { basePurl: 'pkg:npm/moment', extractors: {} }), [
    'npm',
    'moment',
    'moment.js',
  ])
  assert.deepEqual(await names('@angular/core', { extractors: {} }), ['npm', '@angular/core', '@angular/core'])
  assert.deepEqual(await names('pendo', { extractors: {} }), [undefined, 'pendo', 'pendo'])
})

test('a flaw without versions is named and left out', async () => {
  const broken = { jquery: { vulnerabilities: [{ ...flaw, below: undefined }, 7, flaw] } }
  const records = await readText(retirejsReader, 'a.json', broken)
  assert.deepEqual(problemsIn(records), [
    'a.json jquery.vulnerabilities[0]: does not say below which version',
    'a.json jquery.vulnerabilities[1]: does not say below which version',
  ])
  assert.equal(advisoriesIn(records).length, 1)
})

test('damaged lists are survived', async () => {
  await surviveDamage(retirejsReader, 'a.json', list)
})

test('the lists of the project', { skip }, async () => {
  const seen = new Set<string>()
  for (const [path, count] of [
    ['retirejs/jsrepository-v5.json', 486],
    ['retirejs/npmrepository.json', 528],
  ] as const) {
    const bytes = feedBytes(path.includes('v5') ? `${path}.gz` : path)
    assert.equal(feedReaderFor(path, bytes), retirejsReader)
    const records = await readBytes(retirejsReader, path, bytes)
    assert.deepEqual(problemsIn(records), [])
    const advisories = advisoriesIn(records)
    assert.equal(advisories.length, count)
    for (const { id, affected } of advisories) {
      assert.ok(!seen.has(id), id)
      seen.add(id)
      assert.ok(affected[0]?.name)
    }
  }
})
