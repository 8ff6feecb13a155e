import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemKey, type WalkEntry, type World } from '@holdfast/platform/contract'
import { fakeWorld, runCollector } from '@holdfast/platform/world'
import fc from 'fast-check'
import Schema from 'typebox/schema'
import { edge } from '../edge.ts'
import { findManifests } from './software/find-manifests.ts'

const never = new AbortController().signal

for (const collector of edge.collectors) {
  test(`${collector.id}: declines a world that grants nothing`, async () => {
    const reasons: string[] = []
    for await (const observed of runCollector(collector, fakeWorld({ grants: [] }), never)) {
      assert.equal(observed.type, 'problem')
      if (observed.type === 'problem') reasons.push(observed.reason)
    }
    assert.deepEqual(new Set(reasons), new Set(['unsupported']))
  })

  test(`${collector.id}: an empty world is no reason to fail`, async () => {
    const world = fakeWorld({ grants: ['files', 'live'] })
    for await (const observed of runCollector(collector, world, never))
      if (observed.type === 'problem') assert.notEqual(observed.reason, 'failed', observed.detail)
  })
}

/** Texts that look like what the files of a host hold, and are not. */
const word = fc.oneof(
  fc.constantFrom(
    'root',
    '0',
    'x',
    '*',
    '$y$a$b',
    '/bin/sh',
    'Package',
    'ID',
    'ALL',
    '(',
    ')',
    '=',
    '!',
    '%',
    '@include',
    '/',
    '..',
    'Match',
    '[Unit]',
    'ExecStart',
    '{',
    '}',
    '"',
    '\0',
    '\ud800',
    '-1',
    '99999999999999999999',
    '0A',
    '00000000:0016',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const text = fc
  .array(fc.tuple(word, fc.constantFrom('', ' ', ':', '\n', '\t', ': ', '=', ',', '\\\n')), { maxLength: 60 })
  .map((parts) => parts.flat().join(''))
const bytes = fc.oneof(
  text.map((each) => new TextEncoder().encode(each)),
  fc.uint8Array({ maxLength: 300 }),
)

interface Hostile {
  readonly contents: readonly Uint8Array[]
  readonly names: readonly string[]
}

const hostile: fc.Arbitrary<Hostile> = fc.record({
  contents: fc.array(bytes, { minLength: 1, maxLength: 8 }),
  names: fc.array(
    word.map((each) => each.replaceAll('/', '-')),
    { minLength: 1, maxLength: 6 },
  ),
})

const kinds = ['file', 'directory', 'symlink', 'socket', 'fifo'] as const

/** Every file is there and holds something made to confuse; every directory holds something with a strange name. */
function hostileWorld({ contents, names }: Hostile): World {
  const pick = (path: string) => [...path].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7)
  const contentOf = (path: string) => contents[pick(path) % contents.length] as Uint8Array
  const statOf = (path: string) => ({
    kind: kinds[pick(path) % kinds.length] ?? 'file',
    size: contentOf(path).length,
    mode: pick(path) & 0o7777,
    uid: pick(path) & 7,
    gid: 0,
    mtime: '1970-01-01T00:00:00.000Z',
    inode: 1,
    device: 1,
    links: 1,
  })
  const endings = [
    '',
    '/package.json',
    '.list',
    '.service',
    '/METADATA',
    '.jar',
    '.gemspec',
    '-RELEASE',
    '_InRelease',
    '_main_binary-amd64_Packages.lz4',
    '.repo',
    '.sources',
  ]
  const base = fakeWorld({ grants: ['files', 'live', 'privileged'] })
  const name = (index: number) => names[index % names.length] ?? ''
  return {
    ...base,
    files: {
      async *readMany(paths) {
        for (const path of paths) yield { path, ok: true, bytes: contentOf(path) }
      },
      async *statMany(paths) {
        for (const path of paths) yield { path, ok: true, stat: statOf(path), target: name(path.length) }
      },
      async *walk({ roots }) {
        for (const root of roots) {
          for (const [index, ending] of endings.entries()) {
            const path = `${root === '/' ? '' : root}/${name(index)}${ending}`
            const entry: WalkEntry = { type: 'entry', path, stat: statOf(path), target: name(index + 1) }
            yield entry
          }
          yield { type: 'unseen', path: root, reason: 'denied' }
        }
      },
      async open(path) {
        const content = contentOf(path)
        return {
          ok: true,
          file: {
            size: content.length,
            read: async (at, length) => content.subarray(at, at + length),
            close: async () => {},
          },
        }
      },
    },
    live: {
      processes: async () => ({
        ok: true,
        processes: names.map((each, pid) => ({
          pid,
          parent: 2,
          name: each,
          executable: each,
          arguments: names,
          uid: pid,
          gid: 0,
          startedAt: '1970-01-01T00:00:00.000Z',
          residentBytes: 1,
          cgroup: each,
        })),
      }),
      listeners: async () => ({
        ok: true,
        listeners: names.map((each, port) => ({ transport: 'tcp', address: each, port, uid: 0, pids: [port] })),
      }),
    },
  }
}

test('whatever a host holds, collectors end, and what they say fits its schema', async () => {
  const types = new Map(edge.app.facts.map((fact) => [fact.name, fact]))
  await fc.assert(
    fc.asyncProperty(hostile, async (content) => {
      for (const collector of edge.collectors) {
        for await (const observed of runCollector(collector, hostileWorld(content), never)) {
          if (observed.type === 'problem') assert.ok(!observed.detail.startsWith(`${collector.id}:`), observed.detail)
          if (observed.type !== 'facts') continue
          const type = types.get(observed.fact)
          assert.ok(type)
          const keys = observed.items.map((item) => itemKey(type, item))
          assert.equal(new Set(keys).size, keys.length, `${observed.fact}: the same key twice`)
          for (const item of observed.items) {
            const [fits, errors] = Schema.Errors(type.schema, item)
            assert.ok(fits, `${observed.fact} ${JSON.stringify(item)} ${JSON.stringify(errors)}`)
            assert.ok(!JSON.stringify(item).includes('\\u0000'), 'a NUL cannot be stored')
          }
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('a disk without end is told to be cut off', async () => {
  const endless: World = {
    ...fakeWorld(),
    files: {
      ...fakeWorld().files,
      async *walk() {
        yield { type: 'truncated', visited: 3_000_000 }
      },
    },
  }
  assert.match((await findManifests(endless)).troubles.join(), /ended after 3000000 entries/)
})
