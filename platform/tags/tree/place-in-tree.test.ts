import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TagError } from '../tag-error.ts'
import limits from '../tag-limits.json' with { type: 'json' }
import { pathSeparator, placeInTree } from './place-in-tree.ts'
import type { TagRow } from './tag-row.ts'

const tag = (tagId: number, name: string, parentId: number | null, path: string): TagRow => ({
  ...{ tagId, id: `tag_${tagId}`, parentId, name, path, kind: 'static', query: null, criticality: null },
})

/** Names of a few letters, and whom to put under whom: most of it is refused somewhere. */
const moves = fc.array(
  fc.record({
    which: fc.nat(16),
    name: fc.constantFrom('a', 'A', 'b', 'c', 'd', 'e', 'f'),
    parent: fc.option(fc.nat(8), { nil: null }),
  }),
  { minLength: 20, maxLength: 60 },
)

test('whatever is made and moved, it stays a tree: no circle, no twins, paths that are true, bounded depth', () => {
  const done = { placed: 0, refused: 0 }
  fc.assert(
    fc.property(moves, (steps) => {
      let all: TagRow[] = []
      for (const { which, name, parent } of steps) {
        const moved = all.find(({ tagId }) => tagId === which)
        const tagId = moved?.tagId ?? null
        try {
          const placed = placeInTree(all, { tagId, name, parent: parent === null ? null : `tag_${parent}` })
          const id = tagId ?? Math.max(-1, ...all.map((each) => each.tagId)) + 1
          const below = new Map(placed.below.map((each) => [each.tagId, each.path]))
          all = all
            .filter((each) => each.tagId !== id)
            .map((each) => ({ ...each, path: below.get(each.tagId) ?? each.path }))
          all.push(tag(id, name, placed.parentId, placed.path))
          done.placed++
        } catch (error) {
          assert.ok(error instanceof TagError, String(error))
          done.refused++
        }
        check(all)
      }
    }),
    { numRuns: 200 },
  )
  assert.ok(done.placed > 500 && done.refused > 500, JSON.stringify(done))
})

function check(all: readonly TagRow[]): void {
  const byId = new Map(all.map((each) => [each.tagId, each]))
  const places = new Set<string>()
  for (const each of all) {
    const names: string[] = []
    for (let at: TagRow | undefined = each; at; at = at.parentId === null ? undefined : byId.get(at.parentId)) {
      names.unshift(at.name)
      assert.ok(names.length <= limits.depth, `${each.path} is too deep`)
    }
    assert.equal(each.path, names.join(pathSeparator))
    const place = `${each.parentId} ${each.name.toLowerCase()}`
    assert.ok(!places.has(place), `two of ${place}`)
    places.add(place)
  }
}

test('a refusal says what stands in the way', () => {
  const all = [tag(1, 'Europe', null, 'Europe'), tag(2, 'Prague', 1, 'Europe / Prague')]
  const refused = (placing: Parameters<typeof placeInTree>[1], code: string, words: RegExp) =>
    assert.throws(
      () => placeInTree(all, placing),
      (error: TagError) => error.code === code && words.test(error.message),
    )
  refused({ tagId: 1, name: 'Europe', parent: 'tag_2' }, 'own-descendant', /“Europe \/ Prague”/)
  refused({ tagId: null, name: 'prague', parent: 'tag_1' }, 'name-taken', /“Prague”/)
  refused({ tagId: null, name: 'x', parent: 'tag_9' }, 'not-found', /no such tag/)
  refused({ tagId: null, name: 'x'.repeat(limits.pathLength), parent: 'tag_2' }, 'too-deep', /characters/)
})
