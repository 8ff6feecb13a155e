import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ContentError } from '@holdfast/platform/content'
import { newSigningKey } from '@holdfast/platform/trust'
import { ownPacks } from './own-packs.ts'
import { readPack } from './read-pack.ts'
import { readSignedPack, signPack } from './signed-pack.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const template = readFileSync(new URL('../../content/template.json', import.meta.url), 'utf8')

test('every pack of the project is valid, its queries are understood, and its file is named as it is', () => {
  const packs = ownPacks()
  assert.deepEqual([...packs.keys()].sort(), [
    'citrix-bleed',
    'heartbleed',
    'log4shell',
    'moveit',
    'notpetya',
    'printnightmare',
    'proxyshell',
    'regresshion',
    'shellshock',
    'wannacry',
    'xz-backdoor',
  ])
  for (const [id, pack] of packs) {
    const text = readFileSync(new URL(`../../content/packs/${id}.json`, import.meta.url), 'utf8')
    assert.equal((JSON.parse(text) as { id: string }).id, id)
    assert.ok(
      (pack.attacked ?? pack.disclosed) <= pack.published,
      `${id} was published before there was anything to tell`,
    )
    assert.equal(new Set(pack.cves.map((cve) => cve.id)).size, pack.cves.length, `${id} names a CVE twice`)
  }
})

test('the template is a pack that only needs to be filled in', () => {
  assert.equal(readPack('template.json', template, now).id, 'name-of-outbreak')
})

const problemsOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof ContentError)
      return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    throw error
  }
  return []
}

test('what is wrong is named with its place', () => {
  const [noJson] = problemsOf(() => readPack('a.json', template.replace('"revision": 1,', '"revision": 1'), now))
  assert.match(noJson!, /^\d+:\d+ /)
  assert.deepEqual(
    problemsOf(() => readPack('a.json', template.replace('"revision": 1', '"revision": 0'), now)),
    ['4:15 "revision" must be >= 1'],
  )
  assert.deepEqual(problemsOf(() => readPack('a.json', template.replace('"title"', '"titel"'), now)).length, 2)
  const [query] = problemsOf(() =>
    readPack('a.json', template.replace("software:(name:'name-of-package')", 'sofware:x'), now),
  )
  assert.match(query!, /^\d+:\d+ "scope\.query" at character 1: .*sofware/)
  const [day] = problemsOf(() =>
    readPack('a.json', template.replace('"disclosed": "2026-01-30"', '"disclosed": "2026-02-30"'), now),
  )
  assert.match(day!, /"disclosed" is no day of the calendar/)
})

test('a signed pack is taken from a publisher that is trusted, as long as nobody touched it', () => {
  const key = newSigningKey()
  const publishers = [{ name: 'Example', publicKey: key.publicKey }]
  const text = JSON.stringify(signPack(readPack('t', template, now), key), null, 2)
  assert.equal(readSignedPack('p.json', text, publishers, now).publisher.name, 'Example')
  assert.equal(
    readSignedPack('p.json', JSON.stringify(JSON.parse(text)), publishers, now).pack.revision,
    1,
    'white space is no matter',
  )

  const [stranger] = problemsOf(() => readSignedPack('p.json', text, [], now))
  assert.match(stranger!, /^4:\d+ "publisher" [0-9a-f]{16} is the key of nobody/)
  const [changed] = problemsOf(() =>
    readSignedPack('p.json', text.replace('"deadlineDays": 14', '"deadlineDays": 300'), publishers, now),
  )
  assert.match(changed!, /^5:\d+ "signature" is not that of Example/)
  const [broken] = problemsOf(() =>
    readSignedPack('p.json', text.replace('"revision": 1', '"revision": "one"'), publishers, now),
  )
  assert.match(broken!, /"pack\.revision"/)
  const wrong = { ...readPack('t', template, now), scope: { query: 'nothing:1', words: 'nothing' } }
  const [query] = problemsOf(() => readSignedPack('p.json', JSON.stringify(signPack(wrong, key)), publishers, now))
  assert.match(query!, /"scope\.query" at character 1/)
})
