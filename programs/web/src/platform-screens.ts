import type { ShellScreen } from './shell/shell-screen.ts'

/** The screens that belong to no app. They stand in the same list as those of apps, and look the same. */
export const platformScreens: readonly ShellScreen[] = [
  {
    id: 'platform.home',
    path: '/',
    title: 'Home',
    navigation: { group: 'Home', icon: 'home', order: 0, key: 'h' },
    keywords: ['dashboard', 'start', 'today'],
    load: () => import('./screens/home/home-screen.tsx'),
  },
  {
    id: 'platform.tags',
    path: '/tags',
    title: 'Tags',
    navigation: { group: 'Know', icon: 'tag', order: 1, key: 't' },
    keywords: ['asset tags', 'asset groups', 'labels', 'criticality', 'dynamic tags', 'tag rules'],
    load: () => import('./screens/tags/tags-screen.tsx'),
  },
  {
    id: 'platform.findings',
    path: '/findings',
    title: 'Findings',
    navigation: { group: 'Find', icon: 'bug', order: 0, counter: 'findings.open', key: 'f' },
    keywords: ['VM', 'VMDR', 'vulnerabilities', 'issues', 'policy compliance'],
    load: () => import('./screens/findings/findings-screen.tsx'),
  },
  {
    id: 'platform.finding',
    path: '/findings/$finding',
    title: 'Finding',
    load: () => import('./screens/findings/finding-screen.tsx'),
  },
  {
    id: 'platform.not-assessed',
    path: '/not-assessed',
    title: 'Not assessed',
    navigation: { group: 'Find', icon: 'puzzle', order: 1, counter: 'not-assessed', key: 'n' },
    keywords: ['unknown', 'errors', 'could not be checked', 'authentication failed'],
    load: () => import('./screens/not-assessed/not-assessed-screen.tsx'),
  },
  {
    id: 'platform.exceptions',
    path: '/exceptions',
    title: 'Exceptions',
    navigation: { group: 'Act', icon: 'hand', order: 0, counter: 'exceptions', key: 'e' },
    keywords: ['accepted risk', 'ignored', 'false positives', 'suppressed', 'risk acceptance', 'waivers'],
    load: () => import('./screens/exceptions/exceptions-screen.tsx'),
  },
  {
    id: 'platform.sources',
    path: '/sources',
    title: 'Sources',
    navigation: { group: 'Administration', icon: 'antenna', order: 0, counter: 'sources', key: 's' },
    keywords: ['agents', 'Cloud Agent', 'sensors', 'scanners', 'activation keys', 'install'],
    load: () => import('./screens/sources/sources-screen.tsx'),
  },
  {
    id: 'platform.health',
    path: '/health',
    title: 'Health',
    navigation: { group: 'Administration', icon: 'heartbeat', order: 1 },
    keywords: ['doctor', 'status', 'ledger', 'queues'],
    load: () => import('./screens/health/health-screen.tsx'),
  },
]
