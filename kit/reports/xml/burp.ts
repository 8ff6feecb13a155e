import { childOf, childrenOf } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

/** Issues of Burp Suite. Source: the document type that each export begins with. */
export const burpFormat: XmlReportFormat = {
  id: 'burp',
  tool: 'Burp Suite',
  matches: ({ name, attributes }) => name === 'issues' && attributes.has('burpVersion'),
  read: (root, list) => {
    for (const issue of childrenOf(root, 'issue')) {
      const host = childOf(issue, 'host')
      const path = wordOf(issue, 'path')
      list.add({
        rule: wordOf(issue, 'type'),
        title: wordOf(issue, 'name'),
        severity: wordOf(issue, 'severity'),
        ids: [wordOf(issue, 'references')],
        cwes: [wordOf(issue, 'vulnerabilityClassifications')],
        place: { host: host?.attributes.get('ip'), url: `${host?.text.trim() ?? ''}${path ?? ''}` },
        instance: wordOf(issue, 'location')?.slice(path?.length ?? 0),
        fix: wordOf(issue, 'remediationDetail') ?? wordOf(issue, 'remediationBackground'),
        text: wordOf(issue, 'issueDetail') ?? wordOf(issue, 'issueBackground'),
      })
    }
    return undefined
  },
}
