import { defineWeb } from '@holdfast/platform/contract'

export const web = defineWeb({
  app: 'vulnerabilities',
  screens: [
    {
      id: 'vulnerabilities.found',
      path: '/vulnerabilities',
      title: 'Vulnerabilities',
      needs: 'vulnerabilities:read',
      navigation: { group: 'Find', icon: 'shield-bolt', order: 0.5, key: 'v' },
      keywords: ['VMDR', 'VM', 'CVE', 'vulnerability management', 'patches', 'KEV', 'EPSS', 'CVSS', 'exploits'],
      load: () => import('./screens/vulnerabilities-screen.tsx'),
    },
    {
      id: 'vulnerabilities.cve',
      path: '/vulnerabilities/cve/$cve',
      title: 'Vulnerability',
      needs: 'vulnerabilities:read',
      load: () => import('./screens/cve-screen.tsx'),
    },
    {
      id: 'vulnerabilities.package',
      path: '/vulnerabilities/packages/$ecosystem/$name',
      title: 'Package',
      needs: 'vulnerabilities:read',
      load: () => import('./screens/package-screen.tsx'),
    },
    {
      id: 'vulnerabilities.fix-first',
      path: '/vulnerabilities/fix-first',
      title: 'What to fix first',
      needs: 'vulnerabilities:read',
      keywords: ['priorities', 'patches', 'upgrades', 'TruRisk', 'risk score', 'remediation', 'SSVC'],
      load: () => import('./screens/fix-first-screen.tsx'),
    },
    {
      id: 'vulnerabilities.reports',
      path: '/vulnerabilities/reports',
      title: 'Reports of other scanners',
      keywords: ['import', 'Nessus', 'OpenVAS', 'Qualys', 'Trivy', 'Grype', 'SARIF', 'upload'],
      load: () => import('./screens/reports/reports-screen.tsx'),
    },
    {
      id: 'vulnerabilities.score-model',
      path: '/vulnerabilities/score-model',
      title: 'How risk is scored',
      needs: 'vulnerabilities:read',
      keywords: ['formula', 'weights', 'TruRisk', 'QDS', 'risk score', 'tuning', 'prioritisation'],
      load: () => import('./screens/score-model-screen.tsx'),
    },
    {
      id: 'vulnerabilities.own-checks',
      path: '/vulnerabilities/own-checks',
      title: 'Checks of your own',
      keywords: ['custom detections', 'custom QID', 'own rules', 'custom checks'],
      load: () => import('./screens/own-checks/own-checks-screen.tsx'),
    },
    {
      id: 'vulnerabilities.feeds',
      path: '/vulnerabilities/feeds',
      title: 'Feeds',
      needs: 'vulnerabilities:read',
      keywords: ['advisories', 'NVD', 'OSV', 'KEV', 'EPSS', 'signatures', 'updates of content'],
      load: () => import('./screens/feeds-screen.tsx'),
    },
  ],
  panels: [
    {
      id: 'vulnerabilities.risk',
      slot: 'asset-card',
      title: 'Risk',
      order: 1,
      load: () => import('./screens/risk-card.tsx'),
    },
    {
      id: 'vulnerabilities.tag-risk',
      slot: 'tag-card',
      title: 'Risk',
      order: 1,
      load: () => import('./screens/tag-risk-card.tsx'),
    },
  ],
  finders: [
    {
      id: 'vulnerabilities.by-name',
      group: 'Vulnerabilities',
      icon: 'shield-bolt',
      load: () => import('./screens/find-cve.ts'),
    },
    {
      id: 'vulnerabilities.packages',
      group: 'Packages',
      icon: 'packages',
      load: () => import('./screens/find-package.ts'),
    },
  ],
})
