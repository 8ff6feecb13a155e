import { defineWeb } from '@holdfast/platform/contract'

export const web = defineWeb({
  app: 'vulnerabilities',
  screens: [
    {
      id: 'vulnerabilities.found',
      path: '/vulnerabilities',
      title: 'Vulnerabilities',
      navigation: { group: 'Find', icon: 'shield-bolt', order: 0.5, key: 'v' },
      keywords: ['VMDR', 'VM', 'CVE', 'vulnerability management', 'patches', 'KEV', 'EPSS', 'CVSS', 'exploits'],
      load: () => import('./screens/vulnerabilities-screen.tsx'),
    },
  ],
  panels: [],
})
