import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

/** Reports of OWASP Dependency-Check. Source: `dependency-check.1.3.xsd` and those after it. */
export const dependencyCheckFormat: XmlReportFormat = {
  id: 'dependency-check',
  tool: 'Dependency-Check',
  matches: ({ name, namespace }) => name === 'analysis' && namespace.includes('dependency-check'),
  read: (root, list) => {
    for (const dependency of childrenOf(childOf(root, 'dependencies'), 'dependency'))
      for (const one of childrenOf(childOf(dependency, 'vulnerabilities'), 'vulnerability'))
        list.add(draftOf(one, dependency))
    return undefined
  },
}

function draftOf(vulnerability: XmlElement, dependency: XmlElement) {
  const [v2, v3] = [childOf(vulnerability, 'cvssV2'), childOf(vulnerability, 'cvssV3')]
  const purl = childrenOf(childOf(dependency, 'identifiers'), 'package').map((one) => wordOf(one, 'id'))[0]
  const [, name, version] = /^pkg:[^/]+\/([^@?#]+)(?:@([^?#]*))?/.exec(purl ?? '') ?? []
  return {
    rule: wordOf(vulnerability, 'name'),
    severity: wordOf(vulnerability, 'severity'),
    cwes: childrenOf(childOf(vulnerability, 'cwes'), 'cwe').map(({ text }) => text),
    score: wordOf(v3, 'baseScore') ?? wordOf(v2, 'score'),
    place: {
      file: wordOf(dependency, 'filePath'),
      component: { name: name ?? wordOf(dependency, 'fileName'), version, purl },
    },
    text: wordOf(vulnerability, 'description'),
  }
}
