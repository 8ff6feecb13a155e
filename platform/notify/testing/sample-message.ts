import type { Message } from '../render/message.ts'

export const sampleMessage: Message = {
  schemaVersion: 1,
  type: 'alert',
  tenant: { id: 'ten_1', name: 'First' },
  alert: { id: 'alr_1', name: 'Critical on web', query: 'severity:critical', list: 'findings' },
  at: '2026-01-01T00:00:00.000Z',
  summary: '2 findings began to match “Critical on web”',
  total: 2,
  items: [
    {
      id: 'fnd_1',
      kind: 'finding',
      title: 'SSH allows root',
      severity: 'critical',
      asset: { id: 'ast_1', name: 'web-1' },
      more: { place: 'tcp/22' },
      path: '/findings/fnd_1',
    },
    {
      id: 'fnd_2',
      kind: 'finding',
      title: 'Old kernel <b>&',
      severity: 'low',
      asset: { id: 'ast_2', name: 'web-2' },
      path: '/findings/fnd_2',
    },
  ],
  path: '/findings?q=severity%3Acritical',
}
