import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parse } from '../language/index.ts'
import { type Ebnf, readEbnf } from './ebnf.ts'
import { readGrammar } from './read-grammar.ts'

const grammar = readGrammar()
const rules = new Map(grammar.rules.map(({ name, rule }) => [name, readEbnf(rule)]))
const words = new Map(grammar.words.map((word) => [word.name, word]))

function namesIn(node: Ebnf): readonly string[] {
  if (node.kind === 'name') return [node.name]
  if (node.kind === 'text') return []
  return node.kind === 'sequence' || node.kind === 'choice' ? node.of.flatMap(namesIn) : namesIn(node.of)
}

/** Writes a random sentence; `pick` gives a whole number below its argument, `room` how much may still be written. */
function write(node: Ebnf, rule: string, room: number, pick: (below: number) => number): string[] {
  switch (node.kind) {
    case 'text':
      return [pick(3) === 0 ? node.text.toUpperCase() : node.text]
    case 'sequence':
      return node.of.flatMap((part) => write(part, rule, room, pick))
    case 'choice':
      return write(node.of[pick(node.of.length)]!, rule, room, pick)
    case 'optional':
      return pick(2) === 0 ? [] : write(node.of, rule, room, pick)
    case 'repeated':
      return Array.from({ length: room > 0 ? pick(3) : 0 }).flatMap(() => write(node.of, rule, room - 2, pick))
    case 'name':
      return writeName(node.name, rule, room, pick)
  }
}

function writeName(name: string, rule: string, room: number, pick: (below: number) => number): string[] {
  const word = words.get(name)
  if (word) {
    const samples = word.only?.[rule] ?? word.samples
    return [samples[pick(samples.length)]!]
  }
  // Where there is no room any more, only rules that end are followed.
  if (room <= 0 && (name === 'conditions' || name === 'group')) return name === 'group' ? ['name', ':', 'x'] : ['x']
  return write(rules.get(name)!, name, room - 1, pick)
}

describe('the grammar', () => {
  test('names only what it tells', () => {
    const told = new Set([...rules.keys(), ...words.keys()])
    for (const rule of rules.values()) for (const name of namesIn(rule)) assert.ok(told.has(name), name)
    const used = new Set([...rules.values()].flatMap(namesIn))
    for (const name of told) assert.ok(name === 'query' || used.has(name), `${name} is told and never used`)
  })

  test('writes nothing that the parser does not read', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 12 }), (stream, room) => {
        const pick = (below: number) => stream.next().value! % below
        const text = write(rules.get('query')!, 'query', room, pick).join(' ')
        const parsed = parse(text)
        // The grammar leaves to its words that no clause comes twice, and how many keys and conditions there can be.
        const told = new Set(['clause-repeated', 'keys-too-many', 'query-too-deep'])
        const problems = parsed.ok ? [] : parsed.problems.filter(({ code }) => !told.has(code))
        assert.deepEqual(problems, [], text)
      }),
      { numRuns: 3000 },
    )
  })
})
