import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { descendantsOf, wordOf } from './words.ts'

/** Reports of OpenVAS and Greenbone. Source: Greenbone Management Protocol, `get_reports`. */
export const openvasFormat: XmlReportFormat = {
  id: 'openvas',
  tool: 'OpenVAS',
  matches: (root) =>
    /^(?:report|get_reports_response)$/.test(root.name) && childOf(firstReport(root), 'results') !== undefined,
  read: (root, list) => {
    for (const results of descendantsOf(root, 'results'))
      for (const result of childrenOf(results, 'result')) list.add(draftOf(result))
    return undefined
  },
}

/** The inner one: a report of a report holds what was found. */
function firstReport(root: XmlElement): XmlElement | undefined {
  if (childOf(root, 'results') !== undefined) return root
  for (const report of descendantsOf(root, 'report')) if (childOf(report, 'results') !== undefined) return report
  return undefined
}

function draftOf(result: XmlElement) {
  const nvt = childOf(result, 'nvt')
  const [port, protocol] = (wordOf(result, 'port') ?? '').split('/')
  const tags = new Map(
    (wordOf(nvt, 'tags') ?? '').split('|').map((one) => {
      const equals = one.indexOf('=')
      return [one.slice(0, equals), one.slice(equals + 1)] as const
    }),
  )
  const refs = childrenOf(childOf(nvt, 'refs'), 'ref').map(({ attributes }) => attributes.get('id'))
  return {
    rule: nvt?.attributes.get('oid'),
    title: wordOf(nvt, 'name') ?? wordOf(result, 'name'),
    severity: wordOf(result, 'threat'),
    ids: [...refs, wordOf(nvt, 'cve')],
    cvss: [
      ...childrenOf(childOf(nvt, 'severities'), 'severity').map((one) => wordOf(one, 'value')),
      tags.get('cvss_base_vector'),
    ],
    score: wordOf(result, 'severity') ?? wordOf(nvt, 'cvss_base'),
    place: { host: wordOf(result, 'host'), port, protocol },
    fix: wordOf(nvt, 'solution') ?? tags.get('solution'),
    text: wordOf(result, 'description') ?? tags.get('summary'),
  }
}
