import { defineWeb } from '@holdfast/platform/contract'

export const web = defineWeb({
  app: 'inventory',
  screens: [
    {
      id: 'inventory.assets',
      path: '/inventory',
      title: 'Inventory',
      navigation: { group: 'Know', icon: 'server', order: 0, counter: 'assets', key: 'i' },
      keywords: ['AssetView', 'CSAM', 'assets', 'hosts', 'computers', 'servers', 'software', 'ports'],
      load: () => import('./screens/list/assets-screen.tsx'),
    },
    {
      id: 'inventory.asset',
      path: '/inventory/$asset',
      title: 'Asset',
      load: () => import('./screens/asset/asset-screen.tsx'),
    },
  ],
  panels: [],
})
