import {
  childOf,
  childrenOf,
  readXmlDocument,
  XmlContentError,
  type XmlDocument,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { CpeName } from './cpe-name.ts'
import { type CpeCheck, cpeNameOf } from './dictionary.ts'

/** Whether something holds; an error where that could not be told. */
export type Applicability = 'true' | 'false' | 'error'

export type LogicalTest = {
  readonly kind: 'test'
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly parts: readonly LogicalPart[]
}

export type LogicalPart =
  | LogicalTest
  | { readonly kind: 'fact'; readonly name: CpeName; readonly text: string }
  | { readonly kind: 'check'; readonly check: CpeCheck }

/** An expression of products, as `Windows XP with Office 2003 or 2007`. */
export interface CpePlatform {
  readonly id: string
  readonly title: string
  readonly test: LogicalTest
}

/** Reads a document of platforms. Never throws. Source: NISTIR 7698. */
export function readCpePlatforms(text: string): XmlDocument<{ readonly platforms: readonly CpePlatform[] }> {
  return readXmlDocument(text, ['platform-specification'], (root) => ({ platforms: cpePlatformsOf(root) }))
}

/** The platforms of a `<platform-specification>`. Throws XmlContentError. */
export function cpePlatformsOf(root: XmlElement): readonly CpePlatform[] {
  return childrenOf(root, 'platform').map((element) => {
    const test = childOf(element, 'logical-test')
    if (test === undefined) throw new XmlContentError('a platform has no logical test', element)
    return {
      id: element.attributes.get('id') ?? '',
      title: childOf(element, 'title')?.text.trim() ?? '',
      test: readTest(test, 0),
    }
  })
}

const maxDepth = 100

function readTest(element: XmlElement, depth: number): LogicalTest {
  if (depth > maxDepth) throw new XmlContentError(`logical tests nest deeper than ${maxDepth}`, element)
  const operator = element.attributes.get('operator')?.toUpperCase()
  if (operator !== 'AND' && operator !== 'OR')
    throw new XmlContentError('the operator of a logical test is AND or OR', element)
  return {
    kind: 'test',
    operator,
    negate: /^(?:true|1)$/i.test(element.attributes.get('negate') ?? ''),
    parts: element.children.map((child): LogicalPart => {
      switch (child.name) {
        case 'logical-test':
          return readTest(child, depth + 1)
        case 'fact-ref': {
          const text = child.attributes.get('name') ?? ''
          return { kind: 'fact', name: cpeNameOf(text, child), text }
        }
        case 'check-fact-ref':
          return {
            kind: 'check',
            check: {
              system: child.attributes.get('system') ?? '',
              href: child.attributes.get('href') ?? '',
              id: child.attributes.get('id-ref') ?? '',
            },
          }
      }
      throw new XmlContentError(`<${child.name}> is no part of a logical test`, child)
    }),
  }
}

/** Evaluates an expression, asking for what is at its leaves. Source: NISTIR 7698, section 7. */
export function evaluateApplicability(
  part: LogicalPart,
  ask: (leaf: Exclude<LogicalPart, LogicalTest>) => Applicability,
): Applicability {
  if (part.kind !== 'test') return ask(part)
  const results = part.parts.map((child) => evaluateApplicability(child, ask))
  const decisive: Applicability = part.operator === 'AND' ? 'false' : 'true'
  const result = results.includes(decisive)
    ? decisive
    : results.includes('error')
      ? 'error'
      : part.operator === 'AND'
        ? 'true'
        : 'false'
  if (!part.negate || result === 'error') return result
  return result === 'true' ? 'false' : 'true'
}
