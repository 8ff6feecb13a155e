import type { JsonRecord } from '../reading/index.ts'
import { childOf, childrenOf, type XmlElement } from '../xml/index.ts'
import { limits, SbomProblems } from './sbom.ts'

/** A CycloneDX document of XML in the shape of JSON: those parts of it that are read. `problem` says why it is none. */
export function cycloneDxOfXml(
  root: XmlElement,
): { readonly record: JsonRecord; readonly problems: SbomProblems } | { readonly problem: string } {
  const version = /^https?:\/\/cyclonedx\.org\/schema\/bom\/(\d+\.\d+)$/.exec(root.namespace)?.[1]
  if (root.name !== 'bom' || version === undefined)
    return {
      problem: `<${root.name.slice(0, 64)}> of the namespace "${root.namespace.slice(0, 128)}" is not CycloneDX`,
    }
  const problems = new SbomProblems()
  const metadata = childOf(root, 'metadata')
  const record = {
    specVersion: version,
    serialNumber: root.attributes.get('serialNumber'),
    metadata: metadata && {
      timestamp: wordOf(metadata, 'timestamp'),
      component: optional(childOf(metadata, 'component'), (one) => component(one, problems, 0)),
      licenses: licenses(metadata, 'metadata', problems),
    },
    components: components(root, problems, 0),
    dependencies: childrenOf(childOf(root, 'dependencies'), 'dependency').map(({ attributes }) => ({
      ref: attributes.get('ref'),
    })),
    services: childrenOf(childOf(root, 'services'), 'service').map((service) => ({
      data: [
        ...childrenOf(childOf(service, 'data'), 'classification'),
        ...childrenOf(childOf(service, 'data'), 'dataflow'),
      ]
        .filter(({ name, attributes }) => name === 'classification' || attributes.has('flow'))
        .map(({ attributes }) => ({ flow: attributes.get('flow') })),
    })),
  }
  return { record, problems }
}

function components(parent: XmlElement, problems: SbomProblems, depth: number): readonly JsonRecord[] {
  return depth > limits.depth
    ? []
    : childrenOf(childOf(parent, 'components'), 'component').map((one) => component(one, problems, depth + 1))
}

function component(element: XmlElement, problems: SbomProblems, depth: number): JsonRecord {
  const name = wordOf(element, 'name')
  const swid = childOf(element, 'swid')
  return {
    type: element.attributes.get('type'),
    'bom-ref': element.attributes.get('bom-ref'),
    name,
    group: wordOf(element, 'group'),
    version: wordOf(element, 'version'),
    scope: wordOf(element, 'scope'),
    purl: wordOf(element, 'purl'),
    cpe: wordOf(element, 'cpe'),
    swid: swid && { tagId: swid.attributes.get('tagId') },
    hashes: childrenOf(childOf(element, 'hashes'), 'hash').map(({ attributes, text }) => ({
      alg: attributes.get('alg'),
      content: text.trim(),
    })),
    licenses: licenses(element, name ?? 'a component', problems),
    properties: childrenOf(childOf(element, 'properties'), 'property').map(({ attributes, text }) => ({
      name: attributes.get('name'),
      value: text,
    })),
    evidence: {
      occurrences: childrenOf(childOf(childOf(element, 'evidence'), 'occurrences'), 'occurrence').map((one) => ({
        location: wordOf(one, 'location'),
      })),
    },
    pedigree: {
      patches: childrenOf(childOf(childOf(element, 'pedigree'), 'patches'), 'patch').map((patch) => ({
        type: patch.attributes.get('type'),
        resolves: childrenOf(childOf(patch, 'resolves'), 'issue').map(({ attributes }) => ({
          type: attributes.get('type'),
        })),
      })),
    },
    components: components(element, problems, depth),
  }
}

/** In XML an expression stands beside licences rather than in place of one. */
function licenses(parent: XmlElement, of: string, problems: SbomProblems): readonly JsonRecord[] {
  const list = childOf(parent, 'licenses')
  const expressions = childrenOf(list, 'expression')
  const named = childrenOf(list, 'license')
  if (expressions.length > 0 && named.length > 0)
    problems.add('has both an expression and licences', `licenses of ${of}`)
  return [
    ...expressions.map(({ text }) => ({ expression: text.trim() })),
    ...named.map((license) => {
      for (const once of ['id', 'name'])
        if (childrenOf(license, once).length > 1) problems.add(`has more than one ${once}`, `a license of ${of}`)
      const text = childOf(license, 'text')
      return {
        license: {
          id: wordOf(license, 'id'),
          name: wordOf(license, 'name'),
          text: text && { encoding: text.attributes.get('encoding') },
        },
      }
    }),
  ]
}

/** The text of a child; undefined where there is none or it is empty. */
function wordOf(parent: XmlElement, name: string): string | undefined {
  const text = childOf(parent, name)?.text.trim()
  return text === '' ? undefined : text
}

function optional<T, R>(value: T | undefined, make: (value: T) => R): R | undefined {
  return value === undefined ? undefined : make(value)
}
