import type { CharSet } from './char-set.ts'
import { type Assertion, PatternError, type Syntax } from './syntax.ts'

/** What the machine of `run.ts` does; arguments follow in the code. */
export const op = {
  /** A character by its code. */
  character: 0,
  /** A character of a set. */
  set: 1,
  /** Go on; when that fails, go to the argument. */
  tryNext: 2,
  /** Go to the argument; when that fails, go on. */
  tryThere: 3,
  jump: 4,
  /** Keep the place in a slot. */
  save: 5,
  assert: 6,
  /** set, min, max (-1: no limit), possessive: as many characters of a set as there are. */
  many: 7,
  /** slot, target: where nothing was taken since the slot was saved, go to the target. */
  unlessMoved: 8,
  /** negated, end: what follows up to `end` must match here, and takes nothing. */
  lookAhead: 9,
  /** negated, end, characters: as many characters back. */
  lookBehind: 10,
  /** end: what follows is matched once and for all. */
  atomic: 11,
  /** group, ignoreCase */
  reference: 12,
  /** group, target: go there where the group did not match. */
  unlessGroup: 13,
  keep: 14,
  /** The end of a look or of an atomic group. */
  endInner: 15,
  match: 16,
} as const

export const assertionCodes: readonly Assertion[] = [
  'line-start',
  'line-end',
  'text-start',
  'text-end',
  'before-last-newline',
  'match-start',
  'word-boundary',
  'no-word-boundary',
]

export interface Program {
  readonly code: Int32Array
  readonly sets: readonly CharSet[]
  /** Two for the match and for each group, then those that loops need. */
  readonly slots: number
  readonly groups: number
}

/** Repetitions are written out, so that a small pattern can mean a large program. */
const maxCode = 400_000

/** Throws PatternError where the program is too large or a look behind has no fixed length. */
export function compile(syntax: Syntax, groups: number): Program {
  const compiler = new Compiler(groups)
  compiler.add(syntax)
  compiler.emit(op.match)
  return { code: Int32Array.from(compiler.code), sets: compiler.sets, slots: compiler.slots, groups }
}

class Compiler {
  readonly code: number[] = []
  readonly sets: CharSet[] = []
  slots: number

  constructor(groups: number) {
    this.slots = 2 * (groups + 1)
  }

  emit(...values: readonly number[]): number {
    if (this.code.length > maxCode) throw new PatternError('the pattern is too large', 0)
    this.code.push(...values)
    return this.code.length - 1
  }

  #patch(place: number): void {
    this.code[place] = this.code.length
  }

  #setIndex(set: CharSet): number {
    const known = this.sets.indexOf(set)
    return known < 0 ? this.sets.push(set) - 1 : known
  }

  add(node: Syntax): void {
    switch (node.kind) {
      case 'set':
        if (node.code === undefined) this.emit(op.set, this.#setIndex(node.set))
        else this.emit(op.character, node.code)
        return
      case 'sequence':
        for (const part of node.parts) this.add(part)
        return
      case 'alternatives':
        this.#alternatives(node.parts)
        return
      case 'assertion':
        this.emit(op.assert, assertionCodes.indexOf(node.assertion))
        return
      case 'group':
        this.emit(op.save, 2 * node.index)
        this.add(node.body)
        this.emit(op.save, 2 * node.index + 1)
        return
      case 'atomic':
        this.#inner([op.atomic], node.body)
        return
      case 'look':
        this.#look(node.behind, node.negated, node.body)
        return
      case 'reference':
        this.emit(op.reference, node.index, node.ignoreCase ? 1 : 0)
        return
      case 'condition': {
        const otherwise = this.emit(op.unlessGroup, node.index, 0)
        this.add(node.yes)
        const end = this.emit(op.jump, 0)
        this.#patch(otherwise)
        this.add(node.no)
        this.#patch(end)
        return
      }
      case 'keep':
        this.emit(op.keep)
        return
      case 'repeat':
        this.#repeat(node)
    }
  }

  #alternatives(parts: readonly Syntax[]): void {
    const ends: number[] = []
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const next = last ? -1 : this.emit(op.tryNext, 0)
      this.add(part)
      if (last) break
      ends.push(this.emit(op.jump, 0))
      this.#patch(next)
    }
    for (const end of ends) this.#patch(end)
  }

  /** An instruction whose last argument is the end of the body that follows it. */
  #inner(head: readonly number[], body: Syntax): void {
    const end = this.emit(...head, 0)
    this.add(body)
    this.emit(op.endInner)
    this.#patch(end)
  }

  #look(behind: boolean, negated: boolean, body: Syntax): void {
    if (!behind) {
      this.#inner([op.lookAhead, negated ? 1 : 0], body)
      return
    }
    // Every alternative has a length of its own. Negated, none may match; otherwise one must.
    const parts = body.kind === 'alternatives' ? body.parts : [body]
    const lengths = parts.map((part) => {
      const length = lengthOf(part)
      if (length === undefined) throw new PatternError('what a look behind matches has no fixed length', 0)
      return length
    })
    const one = (part: Syntax, length: number) => {
      const head = this.emit(op.lookBehind, negated ? 1 : 0, length, 0)
      this.add(part)
      this.emit(op.endInner)
      this.#patch(head)
    }
    if (negated) {
      for (const [index, part] of parts.entries()) one(part, lengths[index] as number)
      return
    }
    const ends: number[] = []
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const next = last ? -1 : this.emit(op.tryNext, 0)
      one(part, lengths[index] as number)
      if (last) break
      ends.push(this.emit(op.jump, 0))
      this.#patch(next)
    }
    for (const end of ends) this.#patch(end)
  }

  #repeat(node: Extract<Syntax, { kind: 'repeat' }>): void {
    const { body, min, max, mode } = node
    if (body.kind === 'set' && mode !== 'lazy') {
      this.emit(
        op.many,
        this.#setIndex(body.set),
        min,
        max === Number.POSITIVE_INFINITY ? -1 : max,
        mode === 'possessive' ? 1 : 0,
      )
      return
    }
    if (mode === 'possessive') {
      this.#inner([op.atomic], { kind: 'repeat', body, min, max, mode: 'greedy' })
      return
    }
    for (let count = 0; count < min; count++) this.add(body)
    const branch = mode === 'lazy' ? op.tryThere : op.tryNext
    if (max === Number.POSITIVE_INFINITY) {
      const slot = this.slots++
      const start = this.code.length
      const exit = this.emit(branch, 0)
      this.emit(op.save, slot)
      this.add(body)
      const still = this.emit(op.unlessMoved, slot, 0)
      this.emit(op.jump, start)
      this.#patch(exit)
      this.#patch(still)
      return
    }
    const exits: number[] = []
    for (let count = min; count < max; count++) {
      exits.push(this.emit(branch, 0))
      this.add(body)
    }
    for (const exit of exits) this.#patch(exit)
  }
}

/** How many characters a pattern always takes; undefined where that varies. */
function lengthOf(node: Syntax): number | undefined {
  switch (node.kind) {
    case 'set':
      return 1
    case 'sequence': {
      let sum = 0
      for (const part of node.parts) {
        const length = lengthOf(part)
        if (length === undefined) return undefined
        sum += length
      }
      return sum
    }
    case 'alternatives': {
      const lengths = new Set(node.parts.map(lengthOf))
      return lengths.size === 1 ? [...lengths][0] : undefined
    }
    case 'group':
    case 'atomic':
      return lengthOf(node.body)
    case 'repeat': {
      const length = lengthOf(node.body)
      return length === undefined || node.min !== node.max ? undefined : length * node.min
    }
    case 'assertion':
    case 'look':
      return 0
    default:
      return undefined
  }
}
