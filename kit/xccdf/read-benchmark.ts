import { type CpePlatform, cpePlatformsOf } from '@holdfast/kit/cpe'
import {
  childOf,
  childrenOf,
  filledAttribute,
  truthAttribute,
  wordAttribute,
  XmlContentError,
  type XmlElement,
} from '@holdfast/kit/xml'
import {
  type Benchmark,
  type Group,
  type Item,
  type Profile,
  type Rule,
  roles,
  severities,
  type Value,
} from './model.ts'
import { readCheck, readComplexCheck } from './read-check.ts'
import { readProfile } from './read-profile.ts'
import { weightOf } from './read-weight.ts'

/** The model of a `<Benchmark>`. Throws XmlContentError. Source: XCCDF 1.2 (NISTIR 7275), section 6. */
export function benchmarkOf(root: XmlElement): Benchmark {
  const values = new Map<string, Value>()
  const known = new Set<string>()
  const items = itemsOf(root, { values, known, depth: 0 })
  const profiles = new Map<string, Profile>()
  for (const element of childrenOf(root, 'Profile')) {
    const profile = readProfile(element)
    if (profiles.has(profile.id)) throw new XmlContentError(`two profiles have the id ${profile.id}`, element)
    profiles.set(profile.id, profile)
  }
  return {
    id: filledAttribute(root, 'id'),
    version: childOf(root, 'version')?.text.trim() ?? '',
    title: childOf(root, 'title')?.text.trim() ?? '',
    status: childrenOf(root, 'status').at(-1)?.text.trim() ?? '',
    platforms: platformsOf(root),
    expressions: expressionsOf(root),
    items,
    values,
    profiles,
    models: childrenOf(root, 'model').map((model) => filledAttribute(model, 'system')),
  }
}

interface Reading {
  readonly values: Map<string, Value>
  readonly known: Set<string>
  readonly depth: number
}

const maxDepth = 100

function itemsOf(element: XmlElement, reading: Reading): readonly Item[] {
  if (reading.depth > maxDepth) throw new XmlContentError(`groups nest deeper than ${maxDepth}`, element)
  return element.children.flatMap((child): Item[] => {
    if (child.name !== 'Group' && child.name !== 'Rule' && child.name !== 'Value') return []
    const id = filledAttribute(child, 'id')
    if (reading.known.has(id)) throw new XmlContentError(`two items have the id ${id.slice(0, 200)}`, child)
    reading.known.add(id)
    if (child.name === 'Value') {
      reading.values.set(id, readValue(child))
      return []
    }
    return [child.name === 'Group' ? readGroup(child, reading) : readRule(child)]
  })
}

function readGroup(element: XmlElement, reading: Reading): Group {
  return { kind: 'group', ...common(element), items: itemsOf(element, { ...reading, depth: reading.depth + 1 }) }
}

function readRule(element: XmlElement): Rule {
  const complex = childOf(element, 'complex-check')
  return {
    kind: 'rule',
    ...common(element),
    role: wordAttribute(element, 'role', roles) ?? 'full',
    severity: wordAttribute(element, 'severity', severities) ?? 'unknown',
    idents: childrenOf(element, 'ident').map((ident) => ({
      system: ident.attributes.get('system') ?? '',
      id: ident.text.trim(),
    })),
    references: childrenOf(element, 'reference').map((reference) => ({
      href: reference.attributes.get('href') ?? '',
      text: reference.text.trim(),
    })),
    fixText: childOf(element, 'fixtext')?.text.trim() ?? '',
    checks: childrenOf(element, 'check').map(readCheck),
    complexCheck: complex === undefined ? undefined : readComplexCheck(complex, 0),
  }
}

function common(element: XmlElement) {
  return {
    id: filledAttribute(element, 'id'),
    title: childOf(element, 'title')?.text.trim() ?? '',
    selected: truthAttribute(element, 'selected', true),
    weight: weightOf(element) ?? 1,
    platforms: platformsOf(element),
    requires: childrenOf(element, 'requires').map((one) => filledAttribute(one, 'idref').trim().split(/\s+/)),
    conflicts: childrenOf(element, 'conflicts').map((one) => filledAttribute(one, 'idref')),
    cluster: element.attributes.get('cluster-id'),
  }
}

export function platformsOf(element: XmlElement): readonly string[] {
  return childrenOf(element, 'platform').map((platform) => filledAttribute(platform, 'idref'))
}

function expressionsOf(root: XmlElement): readonly CpePlatform[] {
  const specification = childOf(root, 'platform-specification')
  return specification === undefined ? [] : cpePlatformsOf(specification)
}

function readValue(element: XmlElement): Value {
  const choices = new Map<string, readonly string[]>()
  for (const child of element.children) {
    const selector = child.attributes.get('selector') ?? ''
    if (child.name === 'value') choices.set(selector, [child.text])
    else if (child.name === 'complex-value')
      choices.set(
        selector,
        childrenOf(child, 'item').map(({ text }) => text),
      )
  }
  return {
    id: filledAttribute(element, 'id'),
    title: childOf(element, 'title')?.text.trim() ?? '',
    type: element.attributes.get('type') ?? 'string',
    choices,
  }
}
