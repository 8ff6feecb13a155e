import { foldPredicate } from '../meaning/fold-predicate.ts'
import type { Predicate } from '../meaning/plan.ts'
import type { TimeContext } from '../time/parse-date.ts'
import { leafWords } from './leaf-words.ts'
import { quoted } from './value-words.ts'

interface Said {
  readonly words: string
  /** How it is joined on the outside; null for a single condition. */
  readonly joined: 'and' | 'or' | null
}

const maxLength = 2000

/** Conditions in words, `not` drawn into each: `name contains "web" and (risk is more than 70 or owner is not known)`. */
export function conditionWords(where: Predicate, time: TimeContext): string {
  return foldPredicate<boolean, Said>(where, false, {
    enter: (node, negated) =>
      node.kind === 'not' ? !negated : node.kind === 'within' || node.kind === 'meaning' ? false : negated,
    leave: (node, children, negated) => say(node, children, negated, time),
  }).words
}

function say(node: Predicate, children: readonly Said[], negated: boolean, time: TimeContext): Said {
  const inner = children[0]?.words ?? ''
  switch (node.kind) {
    case 'all':
    case 'any': {
      const joined = (node.kind === 'all') !== negated ? 'and' : 'or'
      return { words: joinWords(children, joined), joined }
    }
    case 'not':
      return children[0]!
    case 'constant':
      return single(node.value !== negated ? 'anything' : 'nothing')
    case 'anywhere': {
      const { pieces } = node
      if (!pieces) return children[0]!
      return single(
        `${negated ? 'no text contains' : 'a text contains'} ${quoted(pieces.filter((piece) => piece !== '').join('*'))}`,
      )
    }
    case 'meaning':
      return single(`${node.token.label} is ${negated ? 'not ' : ''}${node.value}`)
    case 'within': {
      const { label, main } = node.group
      const { where } = node
      if (
        'token' in where &&
        where.kind !== 'meaning' &&
        where.token.name === main &&
        where.token.group === node.group
      ) {
        const said = leafWords({ ...where, token: { ...where.token, label } }, false, time)
        return single(negated ? `no ${said}` : said)
      }
      const has = `there is ${negated ? 'no' : 'some'} ${label}`
      const any = where.kind === 'constant' && where.value
      return single(any ? has : `${has} whose ${children[0]!.joined === 'or' ? `(${inner})` : inner}`)
    }
    default:
      return single(leafWords(node, negated, time))
  }
}

function single(words: string): Said {
  return { words, joined: null }
}

function joinWords(children: readonly Said[], joined: 'and' | 'or'): string {
  let words = ''
  for (const [index, child] of children.entries()) {
    // Nobody reads further, and deep trees must not multiply their text.
    if (words.length > maxLength) return `${words} ${joined} …`
    const one = child.joined && child.joined !== joined ? `(${child.words})` : child.words
    words += index === 0 ? one : ` ${joined} ${one}`
  }
  return words
}
