import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeUtf8 } from '@holdfast/kit/text'
import { parse } from 'yaml'
import { advisoriesIn, coverageIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { feedMembers, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { endedRanges } from './ended-ranges.ts'
import { endoflifeReader } from './endoflife-reader.ts'

const release = (name: string, isEol: boolean, eolFrom: string | null = null) => ({ name, label: name, isEol, eolFrom })
const product = {
  name: 'django',
  label: 'Django',
  category: 'framework',
  identifiers: [
    { id: 'pkg:pypi/django', type: 'purl' },
    { id: 'pkg:deb/debian/python-django?distro=debian-12', type: 'purl' },
    { id: 'pkg:github/django/django', type: 'purl' },
    { id: 'cpe:2.3:a:djangoproject:django', type: 'cpe' },
  ],
  links: { html: 'https://endoflife.date/django', releasePolicy: 'https://www.djangoproject.com/download/' },
  releases: [
    release('5.2', false, '2028-04-30'),
    release('5.1', true, '2025-12-03'),
    release('4.2', false),
    release('4.1', true),
  ],
}
const list = { schema_version: '1.2.0', generated_at: '2026-08-22T00:00:00+00:00', total: 1, result: [product] }

test('releases that ended are told up to the next that is kept', async () => {
  const text = JSON.stringify(list)
  assert.ok(endoflifeReader.matches('full', text) && endoflifeReader.matches('full.json', text))
  assert.ok(!endoflifeReader.matches('full.csv', text))
  const records = await readText(endoflifeReader, 'full', list, 7)
  assert.deepEqual(coverageIn(records), [])
  assert.deepEqual(records[0], { kind: 'date', date: '2026-08-22T00:00:00+00:00' })
  const [advisory, ...others] = advisoriesIn(records)
  assert.deepEqual(others, [])
  assert.equal(advisory?.id, 'EOL-django')
  assert.equal(
    advisory?.details,
    'No fixes any more: 5.1 since 2025-12-03, 4.1.\nStill kept: 5.2 until 2028-04-30, 4.2.',
  )
  assert.deepEqual(
    advisory?.affected.map(({ ecosystem, name, ranges }) => [ecosystem, name, ranges.map(({ events }) => events)]),
    [
      [
        'PyPI',
        'django',
        [
          [{ introduced: '0' }, { fixed: '4.2' }],
          [{ introduced: '5.1' }, { fixed: '5.2' }],
        ],
      ],
    ],
  )
})

test('cycles and parts of them, gaps, and what is given up', () => {
  const spans = (...cycles: readonly (readonly [string, boolean])[]) =>
    endedRanges(cycles.map(([name, ended]) => ({ name, ended })))
      .map(({ events }) => events.map((event) => Object.values(event)[0]).join('-'))
      .join(' ')
  assert.equal(spans(['2', false], ['2.12', true], ['2.3', true], ['1', true]), '0-2 2.3-2.4 2.12-2.13')
  assert.equal(spans(['4.2', false], ['3.2', true], ['3.1', true]), '0-4.2')
  assert.equal(spans(['1.8', true], ['1.7', true]), '0')
  assert.equal(spans(['4', false], ['3', true], ['2', true], ['1', false]), '2-4')
  assert.equal(spans(['10', false], ['9', true]), '0-10')
  assert.equal(spans(['3', false]), '')
  assert.equal(spans(['Hoxton', true]), '')
})

test('a product of which nothing is kept is told as such', async () => {
  const releases = [release('1.8', true, '2021-12-31')]
  const [advisory] = advisoriesIn(
    await readText(endoflifeReader, 'full', { ...list, result: [{ ...product, releases }] }),
  )
  assert.equal(advisory?.affected[0]?.unfixed, 'end-of-life')
  assert.deepEqual(advisory?.affected[0]?.ranges[0]?.events, [{ introduced: '0' }])
})

test('what is wrong is named with its place', async () => {
  const result = [{ ...product, name: 7 }, { ...product, releases: [{ name: '1' }] }, 7]
  assert.deepEqual(problemsIn(await readText(endoflifeReader, 'full', { ...list, result })), [
    'full result[0]: has no name',
    'full result[1] django: a release has no name, or does not say whether it ended',
    'full result[2]: has no name',
  ])
})

test('damaged lists are survived', () => surviveDamage(endoflifeReader, 'full.json', list))

test('the products of the project, put into the form of its API', { skip }, async () => {
  const day = '2026-08-22'
  const result = feedMembers('endoflife/endoflife.zip', (name) => name.endsWith('.md')).map(({ name, bytes }) => {
    const { title, identifiers = [], releases } = parse(decodeUtf8(bytes).split('\n---')[0] ?? '')
    return {
      name: name.slice('products/'.length, -'.md'.length),
      label: title,
      identifiers: identifiers.flatMap((one: object) => Object.entries(one).map(([type, id]) => ({ type, id }))),
      releases: releases.map(({ releaseCycle, eol }: { releaseCycle: string; eol: boolean | string }) => ({
        name: String(releaseCycle),
        isEol: typeof eol === 'boolean' ? eol : String(eol) <= day,
        eolFrom: typeof eol === 'boolean' ? null : String(eol),
      })),
    }
  })
  assert.equal(result.length, 464)
  const records = await readText(endoflifeReader, 'full', { ...list, result })
  assert.deepEqual(problemsIn(records), [])
  const found = new Map(advisoriesIn(records).map((one) => [one.id, one]))
  const spans = (id: string) => found.get(id)?.affected[0]?.ranges.map(({ events }) => Object.assign({}, ...events))
  assert.deepEqual(spans('EOL-django'), [{ introduced: '0', fixed: '5.2' }])
  assert.deepEqual(spans('EOL-angularjs'), [{ introduced: '0' }])
  assert.deepEqual(spans('EOL-angular'), [{ introduced: '0', fixed: '20' }])
  assert.deepEqual(spans('EOL-yarn'), [{ introduced: '2', fixed: '4' }])
  assert.ok(found.size >= 70 && !found.has('EOL-debian'), `${found.size}`)
})
