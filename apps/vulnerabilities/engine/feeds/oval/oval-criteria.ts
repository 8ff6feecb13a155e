import type { XmlElement } from '@holdfast/kit/xml'
import type { PackageStatement } from '../packages/package-statement.ts'
import { ecosystemOfPlatform } from '../packages/platform-ecosystem.ts'
import type { OvalTest, OvalTests } from './oval-tests.ts'

/** What holds for all packages below a place. */
interface Scope {
  readonly ecosystems: readonly string[]
  readonly architectures: readonly string[]
  readonly module: string | undefined
}

const maxDepth = 32

/** Why a criterion says nothing here: it is told once for each definition. */
export type Passed = (message: string) => void

/**
 * What the criteria of a definition say of packages. Of all that must hold together, the systems, architectures and modules bound the packages beside
 * them; without any system, those that the definition names as a whole count.
 */
export function* statementsOfCriteria(
  criteria: XmlElement,
  tests: Pick<OvalTests, 'get'>,
  platforms: readonly string[],
  passed: Passed,
): Generator<PackageStatement> {
  yield* within(criteria, { ecosystems: [], architectures: [], module: undefined }, 0)

  function* within(node: XmlElement, scope: Scope, depth: number): Generator<PackageStatement> {
    if (depth > maxDepth) return passed(`criteria nest deeper than ${maxDepth}`)
    const all = node.attributes.get('operator') !== 'OR'
    const bounded = all ? boundBy(node, scope) : scope
    if (bounded === undefined) return
    for (const child of node.children) {
      if (child.name === 'criteria') {
        if (!all || !isBound(child)) yield* within(child, bounded, depth + 1)
      } else if (child.name === 'criterion') yield* ofCriterion(child, bounded)
    }
  }

  /** What conditions of a conjunction leave of its scope; undefined where it is about builds that are not compared here. */
  function boundBy(node: XmlElement, scope: Scope): Scope | undefined {
    let { ecosystems, architectures, module } = scope
    for (const child of node.children) {
      const conditions =
        child.name === 'criterion' ? [child] : child.name === 'criteria' && isBound(child) ? child.children : []
      const found = conditions.flatMap((one) => systemOf(one) ?? [])
      if (found.length > 0) ecosystems = [...new Set(found)]
      for (const condition of conditions) {
        const test = tests.get(condition.attributes.get('test_ref') ?? '')
        // Builds whose release has a mark of its own fix their own line of versions.
        if (test?.part?.name === 'release') return undefined
        if (test !== undefined && test.evr === undefined && test.part === undefined && test.architectures.length > 0)
          architectures = test.architectures
        module = /^Module (\S+:\S+) is enabled$/.exec(commentOf(condition))?.[1] ?? module
      }
    }
    return { ecosystems, architectures, module }
  }

  /** Whether a group only says on which systems something holds. */
  function isBound(node: XmlElement): boolean {
    return (
      node.children.length > 0 &&
      node.children.every((child) => child.name === 'criterion' && systemOf(child) !== undefined)
    )
  }

  /** The ecosystem that a criterion asks for, none where it asks for one that is not known; undefined where it is about packages. */
  function systemOf(criterion: XmlElement): readonly string[] | undefined {
    const name = /^(.+?) is installed$/.exec(commentOf(criterion))?.[1]
    const test = tests.get(criterion.attributes.get('test_ref') ?? '')
    if (name === undefined || test?.evr !== undefined) return undefined
    const ecosystem = ecosystemOfPlatform(undefined, name)
    if (ecosystem === undefined && !/release/i.test(test?.name ?? '')) return undefined
    return ecosystem === undefined ? [] : [ecosystem]
  }

  function* ofCriterion(criterion: XmlElement, scope: Scope): Generator<PackageStatement> {
    const comment = commentOf(criterion)
    const reference = criterion.attributes.get('test_ref') ?? ''
    const test = tests.get(reference)
    if (test === undefined) return passed(`the test ${reference.slice(0, 100)} is not there`)
    const said = stateOf(test, comment)
    if (said === undefined) return
    if (test.name === undefined) return passed(`the test ${reference.slice(0, 100)} names no package`)
    const architectures = test.architectures.length > 0 ? test.architectures : scope.architectures
    for (const ecosystem of scope.ecosystems.length > 0 ? scope.ecosystems : platforms)
      for (const architecture of architectures.length > 0 ? architectures : [undefined])
        yield { ...said, ecosystem, name: test.name, architecture, module: scope.module }
  }
}

function stateOf(
  { evr }: OvalTest,
  comment: string,
): Pick<PackageStatement, 'state' | 'version' | 'unfixed'> | undefined {
  if (/ is not affected$/.test(comment)) return { state: 'not-affected' }
  if (evr === undefined) return undefined
  // An epoch of zero is as good as none.
  const version = evr.value.replace(/^0:/, '')
  if (evr.operation === 'less than') return { state: 'fixed', version }
  if (/^greater than/.test(evr.operation) && /^0(?:-0)?$/.test(version))
    return { state: 'affected', unfixed: 'not-yet' }
  return undefined
}

function commentOf(criterion: XmlElement): string {
  return (criterion.attributes.get('comment') ?? '').slice(0, 500)
}
