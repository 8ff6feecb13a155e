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
