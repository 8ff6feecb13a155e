import { childOf, childrenOf } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

const levels: Readonly<Record<string, string>> = { 0: 'info', 1: 'low', 2: 'medium', 3: 'high' }

/** Reports of ZAP, traditional and with requests: a finding for each instance of an alert. */
export const zapFormat: XmlReportFormat = {
  id: 'zap',
  tool: 'ZAP',
  matches: ({ name }) => name === 'OWASPZAPReport',
  read: (root, list) => {
    for (const site of childrenOf(root, 'site'))
      for (const alert of childrenOf(childOf(site, 'alerts'), 'alertitem')) {
        const draft = {
          rule: wordOf(alert, 'alertRef') ?? wordOf(alert, 'pluginid'),
          title: wordOf(alert, 'alert') ?? wordOf(alert, 'name'),
          severity: levels[wordOf(alert, 'riskcode') ?? ''],
          ids: [wordOf(alert, 'reference')],
          cwes: [wordOf(alert, 'cweid')],
          fix: wordOf(alert, 'solution'),
          text: wordOf(alert, 'desc'),
        }
        const instances = childrenOf(childOf(alert, 'instances'), 'instance')
        for (const one of instances.length === 0 ? [alert] : instances)
          list.add({
            ...draft,
            place: { host: site.attributes.get('host'), port: site.attributes.get('port'), url: wordOf(one, 'uri') },
            instance: [draft.title, wordOf(one, 'method'), wordOf(one, 'param')].filter(Boolean).join(' '),
          })
      }
    return undefined
  },
}
