import type { Ask, Found } from '@holdfast/platform/contract'
import { packageAddress } from './package-address.ts'

interface Named {
  readonly ecosystem: string
  readonly name: string
  readonly assets: number
}

/** Installed packages whose names begin with the words. */
export async function find(text: string, ask: Ask): Promise<readonly Found[]> {
  const search = text.trim()
  if (search.length < 2) return []
  const { data } = (await ask('/vulnerabilities/packages', { search, limit: '6' })) as { data: readonly Named[] }
  return data.map(({ ecosystem, name, assets }) => ({
    id: `${ecosystem}/${name}`,
    label: name,
    detail: `${ecosystem}, on ${assets} ${assets === 1 ? 'asset' : 'assets'} at least`,
    href: packageAddress({ ecosystem, name }),
  }))
}
