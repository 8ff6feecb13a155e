import type { Apart, Leaf, Like } from '../meaning/plan.ts'
import { shorten } from '../syntax/problem.ts'
import type { TimeContext } from '../time/parse-date.ts'
import { durationWords } from './duration-words.ts'
import { betweenWords, equalValues, listWords, quoted } from './value-words.ts'

/** A condition on one token in words: `name contains "web"`, `risk is not more than 70`. */
export function leafWords(leaf: Leaf, negated: boolean, time: TimeContext): string {
  const { label } = leaf.token
  const is = negated ? 'is not' : 'is'
  switch (leaf.kind) {
    case 'equal':
      return equalWords(leaf, is)
    case 'between':
      return leaf.token.type === 'date'
        ? `${label} ${negated ? 'not ' : ''}${betweenWords(leaf, time)}`
        : `${label} ${is} ${betweenWords(leaf, time)}`
    case 'like':
      return `${label} ${likeWords(leaf, negated)}`
    case 'matches':
      if (leaf.token.type === 'version' && !leaf.written.includes('*') && leaf.prefix) {
        return `${label} ${is} ${shorten(leaf.written)} (any build)`
      }
      return `${label} ${negated ? 'does not match' : 'matches'} ${shorten(leaf.written)}`
    case 'present':
      return `${label} ${negated ? 'is not known' : 'is known'}`
    case 'apart':
      return apartWords(leaf, is)
  }
}

function equalWords(leaf: Extract<Leaf, { kind: 'equal' }>, is: string): string {
  const { token, values } = leaf
  if (token.type === 'boolean' && values.length === 1) {
    const yes = values[0] === (is === 'is')
    return `${token.label} is ${yes ? 'true' : is === 'is' ? 'false' : 'not true'}`
  }
  return `${token.label} ${is} ${listWords(equalValues(leaf), 'or')}`
}

function likeWords({ pieces }: Like, negated: boolean): string {
  const verb = (positive: string, plain: string) => (negated ? `does not ${plain}` : positive)
  const [first, second, third] = pieces
  if (pieces.length === 2 && second === '') return `${verb('starts with', 'start with')} ${quoted(first)}`
  if (pieces.length === 2 && first === '') return `${verb('ends with', 'end with')} ${quoted(second)}`
  if (pieces.length === 3 && first === '' && third === '') return `${verb('contains', 'contain')} ${quoted(second)}`
  return `${verb('looks like', 'look like')} ${quoted(pieces.join('*'))}`
}

function apartWords({ token, minus, from, to }: Apart, is: string): string {
  const between = `${token.label} ${is}`
  const after = `after ${minus.label}`
  if (from && to) return `${between} ${durationWords(Number(from.value))} ${after}`
  if (from)
    return `${between} ${from.inclusive ? 'at least' : 'more than'} ${durationWords(Number(from.value))} ${after}`
  return `${between} ${to?.inclusive ? 'at most' : 'less than'} ${durationWords(Number(to?.value))} ${after}`
}
