import { compileProgram, type Program } from './compile-program.ts'
import type { CodeRange, Place, Regex } from './regex.ts'

/** A test of texts that takes time linear in the text: all states of the automaton advance together. */
export function regexTester(regex: Regex): (text: string) => boolean {
  const program = compileProgram(regex)
  return (text) => run(program, text)
}

function run(program: Program, text: string): boolean {
  let present: number[] = []
  let following: number[] = []
  const visited = new Int32Array(program.length).fill(-1)
  let previous = -1
  let step = 0
  for (let at = 0; ; step += 1) {
    const code = at < text.length ? text.codePointAt(at)! : -1
    // A match may begin anywhere: the first state joins at every place.
    if (enter(program, 0, present, { visited, step, previous, code })) return true
    if (code === -1) return false
    const nextAt = at + (code > 0xffff ? 2 : 1)
    const after = nextAt < text.length ? text.codePointAt(nextAt)! : -1
    following.length = 0
    for (const state of present) {
      const instruction = program[state]!
      if (instruction.kind !== 'set' || contains(instruction.ranges, code) === instruction.negated) continue
      if (enter(program, state + 1, following, { visited, step: step + 1, previous: code, code: after })) return true
    }
    ;[present, following] = [following, present]
    previous = code
    at = nextAt
  }
}

interface Moment {
  readonly visited: Int32Array
  readonly step: number
  readonly previous: number
  readonly code: number
}

/** Adds a state and all that it leads to without reading a character; true when the end is among them. */
function enter(program: Program, state: number, states: number[], moment: Moment): boolean {
  const waiting = [state]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (moment.visited[index] === moment.step) continue
    moment.visited[index] = moment.step
    const instruction = program[index]!
    switch (instruction.kind) {
      case 'done':
        return true
      case 'set':
        states.push(index)
        break
      case 'jump':
        for (const target of instruction.to) waiting.push(target)
        break
      default:
        if (holds(instruction.kind, moment.previous, moment.code)) waiting.push(index + 1)
    }
  }
  return false
}

function holds(place: Place['kind'], previous: number, code: number): boolean {
  switch (place) {
    case 'start':
      return previous === -1
    case 'end':
      return code === -1
    case 'word-edge':
      return isWord(previous) !== isWord(code)
    case 'inside-word':
      return isWord(previous) === isWord(code)
  }
}

function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  )
}

function contains(ranges: readonly CodeRange[], code: number): boolean {
  for (const [from, to] of ranges) if (code >= from && code <= to) return true
  return false
}
