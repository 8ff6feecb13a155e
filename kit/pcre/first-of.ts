import type { Anchor } from './run.ts'
import type { Syntax } from './syntax.ts'

interface First {
  /** By UTF-16 code unit; the last stands for all from 256. */
  readonly set: Uint8Array
  readonly canBeEmpty: boolean
}

/** Which code units a match can begin with; undefined where it can be empty or that is not to be told. */
export function firstOf(syntax: Syntax): Uint8Array | undefined {
  const first = compute(syntax)
  return first === undefined || first.canBeEmpty ? undefined : first.set
}

function compute(node: Syntax): First | undefined {
  switch (node.kind) {
    case 'set': {
      const set = new Uint8Array(257)
      for (let code = 0; code < 256; code++) set[code] = node.set.has(code) ? 1 : 0
      set[256] = 1
      return { set, canBeEmpty: false }
    }
    case 'sequence': {
      const set = new Uint8Array(257)
      for (const part of node.parts) {
        const first = compute(part)
        if (first === undefined) return undefined
        join(set, first.set)
        if (!first.canBeEmpty) return { set, canBeEmpty: false }
      }
      return { set, canBeEmpty: true }
    }
    case 'alternatives': {
      const set = new Uint8Array(257)
      let canBeEmpty = false
      for (const part of node.parts) {
        const first = compute(part)
        if (first === undefined) return undefined
        join(set, first.set)
        canBeEmpty ||= first.canBeEmpty
      }
      return { set, canBeEmpty }
    }
    case 'group':
    case 'atomic':
      return compute(node.body)
    case 'repeat': {
      const first = compute(node.body)
      return first === undefined ? undefined : { set: first.set, canBeEmpty: first.canBeEmpty || node.min === 0 }
    }
    case 'assertion':
    case 'look':
    case 'keep':
      return { set: new Uint8Array(257), canBeEmpty: true }
    default:
      return undefined
  }
}

function join(set: Uint8Array, other: Uint8Array): void {
  for (let code = 0; code < set.length; code++) if (other[code] === 1) set[code] = 1
}

/** Whether every match begins at the start of the text, or of a line. */
export function anchorOf(node: Syntax): Anchor {
  switch (node.kind) {
    case 'assertion':
      return node.assertion === 'text-start' ? 'text' : node.assertion === 'line-start' ? 'line' : 'anywhere'
    case 'sequence': {
      const [first] = node.parts
      return first === undefined ? 'anywhere' : anchorOf(first)
    }
    case 'alternatives': {
      const anchors = new Set(node.parts.map(anchorOf))
      return anchors.size === 1 ? ([...anchors][0] as Anchor) : 'anywhere'
    }
    case 'group':
    case 'atomic':
      return anchorOf(node.body)
    case 'repeat':
      // What begins with ".*" and fails at one place fails at all that the dot reaches from there.
      if (node.min > 0 || node.max !== Number.POSITIVE_INFINITY || node.mode === 'possessive') return 'anywhere'
      return node.body.kind === 'set' && node.body.dot !== undefined
        ? node.body.dot === 'all'
          ? 'start'
          : 'line'
        : 'anywhere'
    default:
      return 'anywhere'
  }
}

/** The longest text that every match holds, as far as it stands in the pattern letter by letter; empty where there is none. */
export function neededOf(node: Syntax): string {
  let longest = ''
  let current = ''
  const end = () => {
    if (current.length > longest.length) longest = current
    current = ''
  }
  const visit = (part: Syntax): void => {
    switch (part.kind) {
      case 'set':
        if (part.code === undefined) end()
        else current += String.fromCodePoint(part.code)
        return
      case 'sequence':
        for (const one of part.parts) visit(one)
        return
      case 'group':
        visit(part.body)
        return
      case 'assertion':
        return
      case 'repeat':
        if (part.min > 0) {
          visit(part.body)
        }
        end()
        return
      default:
        end()
    }
  }
  visit(node)
  end()
  return longest
}
