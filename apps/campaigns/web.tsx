import { defineWeb } from '@holdfast/platform/contract'

export const web = defineWeb({
  app: 'campaigns',
  screens: [
    {
      id: 'campaigns.feed',
      path: '/campaigns',
      title: 'Campaigns',
      navigation: { group: 'Act', icon: 'flag', order: 0, key: 'o' },
      keywords: ['ThreatPROTECT', 'outbreak', 'WannaCry', 'Log4Shell', 'zero day', 'emergency', 'packs', 'burn-down'],
      load: () => import('./screens/feed/campaigns-screen.tsx'),
    },
    {
      id: 'campaigns.campaign',
      path: '/campaigns/$campaign',
      title: 'Campaign',
      load: () => import('./screens/page/campaign-screen.tsx'),
    },
  ],
  panels: [],
})
