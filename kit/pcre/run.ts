import { otherCases } from './char-set.ts'
import { op, type Program } from './compile.ts'

/** Work that a match may cost; PCRE's own bound of matching is ten million. Unit: instructions and characters stepped over. */
export const usualSteps = 10_000_000

/** More places to come back to than any real pattern leaves. */
const maxKept = 8_000_000

export class StepsExceeded extends Error {}

/** Kinds of what is kept on the stack beside branches, whose first number is where they go. */
const restore = -1
const shorter = -2

/**
 * A backtracking machine with a stack of its own: deep matches need no deep calls, and the work is counted.
 * Every place in the text is an offset in UTF-16 code units; a pair of surrogates is one character.
 */
export class Machine {
  readonly #program: Program
  readonly #code: Int32Array
  readonly #slots: Int32Array
  readonly #stack: number[] = []
  #text = ''
  #start = 0
  #steps = 0

  constructor(program: Program) {
    this.#program = program
    this.#code = program.code
    this.#slots = new Int32Array(program.slots)
  }

  /** Places of the match and of the groups, -1 where a group took no part; undefined where nothing matches. Throws StepsExceeded. */
  run(text: string, from: number, { first, anchor, needed }: Hints, steps: number): Int32Array | undefined {
    this.#text = text
    this.#steps = steps
    this.#start = from
    if (needed !== '' && !text.includes(needed, from)) return undefined
    for (let at = from; at <= text.length; at++) {
      if ((anchor === 'text' && at > 0) || (anchor === 'start' && at > from)) return undefined
      if (anchor === 'line' && at > from && text.charCodeAt(at - 1) !== 10) {
        const newline = text.indexOf('\n', at)
        if (newline < 0) return undefined
        at = newline
        continue
      }
      if (first !== undefined) {
        while (at < text.length && first[Math.min(text.charCodeAt(at), 256)] === 0) at++
        if (at >= text.length) return undefined
        if (anchor === 'line' && at > from && text.charCodeAt(at - 1) !== 10) continue
      }
      this.#slots.fill(-1)
      this.#slots[0] = at
      this.#stack.length = 0
      const end = this.#match(0, at)
      if (end >= 0) {
        this.#slots[1] = end
        return this.#slots.slice(0, 2 * (this.#program.groups + 1))
      }
      if (isHighSurrogate(text.charCodeAt(at)) && at + 1 < text.length) at++
    }
    return undefined
  }

  /** Runs from an instruction until `match` or `endInner`; where that ended, or -1. What was kept before stays. */
  #match(from: number, at: number): number {
    const code = this.#code
    const text = this.#text
    const slots = this.#slots
    const stack = this.#stack
    const sets = this.#program.sets
    const base = stack.length
    let pc = from
    let place = at
    for (;;) {
      if (--this.#steps < 0) throw new StepsExceeded()
      let failed = false
      switch (code[pc]) {
        case op.character: {
          const wanted = code[pc + 1] as number
          if (place < text.length && charAt(text, place) === wanted) {
            place += wanted > 0xffff ? 2 : 1
            pc += 2
          } else failed = true
          break
        }
        case op.set: {
          const found = place < text.length ? charAt(text, place) : -1
          if (found >= 0 && sets[code[pc + 1] as number]?.has(found) === true) {
            place += found > 0xffff ? 2 : 1
            pc += 2
          } else failed = true
          break
        }
        case op.tryNext:
          stack.push(code[pc + 1] as number, place, 0)
          pc += 2
          break
        case op.tryThere:
          stack.push(pc + 2, place, 0)
          pc = code[pc + 1] as number
          break
        case op.jump:
          pc = code[pc + 1] as number
          break
        case op.save: {
          const slot = code[pc + 1] as number
          stack.push(restore, slot, slots[slot] as number)
          slots[slot] = place
          pc += 2
          break
        }
        case op.keep:
          stack.push(restore, 0, slots[0] as number)
          slots[0] = place
          pc += 1
          break
        case op.assert:
          if (this.#holds(code[pc + 1] as number, place)) pc += 2
          else failed = true
          break
        case op.many: {
          const set = sets[code[pc + 1] as number]
          const min = code[pc + 2] as number
          const max = code[pc + 3] as number
          let count = 0
          let end = place
          let least = min === 0 ? place : -1
          while (count !== max && end < text.length) {
            const found = charAt(text, end)
            if (set?.has(found) !== true) break
            end += found > 0xffff ? 2 : 1
            if (++count === min) least = end
          }
          this.#steps -= count >> 2
          if (least < 0) {
            failed = true
            break
          }
          if (code[pc + 4] === 0 && end > least) stack.push(shorter - (pc + 5), least, end)
          place = end
          pc += 5
          break
        }
        case op.unlessMoved:
          if (slots[code[pc + 1] as number] === place) pc = code[pc + 2] as number
          else pc += 3
          break
        case op.lookAhead:
        case op.lookBehind: {
          const behind = code[pc] === op.lookBehind
          const length = behind ? 4 : 3
          const start = behind ? this.#back(place, code[pc + 2] as number) : place
          const matched = start >= 0 && this.#inner(pc + length, start, code[pc + 1] === 1) >= 0
          if (matched === (code[pc + 1] === 0)) pc = code[pc + length - 1] as number
          else failed = true
          break
        }
        case op.atomic: {
          const end = this.#inner(pc + 2, place, false)
          if (end < 0) failed = true
          else {
            place = end
            pc = code[pc + 1] as number
          }
          break
        }
        case op.reference: {
          const end = this.#referred(code[pc + 1] as number, place, code[pc + 2] === 1)
          if (end < 0) failed = true
          else {
            place = end
            pc += 3
          }
          break
        }
        case op.unlessGroup:
          if ((slots[2 * (code[pc + 1] as number) + 1] as number) < 0) pc = code[pc + 2] as number
          else pc += 3
          break
        default:
          return place
      }
      if (stack.length > maxKept) throw new StepsExceeded()
      if (!failed) continue
      // Come back to what was left last.
      for (;;) {
        if (stack.length === base) return -1
        const third = stack.pop() as number
        const second = stack.pop() as number
        const kind = stack.pop() as number
        if (kind === restore) {
          slots[second] = third
          continue
        }
        if (kind >= 0) {
          pc = kind
          place = second
          break
        }
        pc = shorter - kind
        place = third - (isLowSurrogate(text.charCodeAt(third - 1)) && third - 2 >= second ? 2 : 1)
        if (code[pc] === op.character && (code[pc + 1] as number) < 0x80) {
          // Where a certain character must follow, only places before it are worth a try.
          const at = text.lastIndexOf(String.fromCharCode(code[pc + 1] as number), place)
          this.#steps -= (place - Math.max(at, second)) >> 6
          if (at < second) continue
          place = at
        }
        if (place > second) stack.push(kind, second, place)
        break
      }
    }
  }

  /** Matches the inside of a look or of an atomic group; ways back into it are given up, what it captured can be undone. */
  #inner(pc: number, place: number, forget: boolean): number {
    const base = this.#stack.length
    const before = this.#slots.slice()
    const end = this.#match(pc, place)
    this.#stack.length = base
    if (end < 0 || forget) {
      this.#slots.set(before)
      return end
    }
    for (let slot = 0; slot < before.length; slot++)
      if (before[slot] !== this.#slots[slot]) this.#stack.push(restore, slot, before[slot] as number)
    return end
  }

  #back(place: number, characters: number): number {
    let at = place
    for (let count = 0; count < characters; count++) {
      if (at === 0) return -1
      at -= at > 1 && isLowSurrogate(this.#text.charCodeAt(at - 1)) ? 2 : 1
    }
    return at
  }

  #referred(group: number, place: number, ignoreCase: boolean): number {
    const from = this.#slots[2 * group] as number
    const to = this.#slots[2 * group + 1] as number
    if (from < 0 || to < 0) return -1
    const length = to - from
    if (place + length > this.#text.length) return -1
    this.#steps -= length >> 2
    for (let index = 0; index < length; index++) {
      const a = this.#text.charCodeAt(from + index)
      const b = this.#text.charCodeAt(place + index)
      if (a !== b && !(ignoreCase && otherCases(a).includes(b))) return -1
    }
    return place + length
  }

  #holds(assertion: number, place: number): boolean {
    const text = this.#text
    switch (assertion) {
      case 0:
        // PCRE: a line does not start behind the newline that ends the text.
        return place === 0 || (text.charCodeAt(place - 1) === 10 && place < text.length)
      case 1:
        return place === text.length || text.charCodeAt(place) === 10
      case 2:
        return place === 0
      case 3:
        return place === text.length
      case 4:
        return place === text.length || (place === text.length - 1 && text.charCodeAt(place) === 10)
      case 5:
        return place === this.#start
      default: {
        const before = place > 0 && isWord(text.charCodeAt(place - 1))
        const after = place < text.length && isWord(text.charCodeAt(place))
        return (before !== after) === (assertion === 6)
      }
    }
  }
}

/** Where alone a pattern can begin to match: `start` is where the search does, `line` that and behind every newline. */
export type Anchor = 'anywhere' | 'line' | 'text' | 'start'

/** What a search need not try. */
export interface Hints {
  /** By UTF-16 code unit, whether a match can begin with it; the last stands for all from 256. */
  readonly first: Uint8Array | undefined
  readonly anchor: Anchor
  /** Text that every match holds. */
  readonly needed: string
}

function charAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return isHighSurrogate(unit) ? (text.codePointAt(at) as number) : unit
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
}
