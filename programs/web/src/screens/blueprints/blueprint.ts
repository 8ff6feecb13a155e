import { addressOf, useApi, useLiveEvent } from '@holdfast/design'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'

export interface BlueprintObject {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly chosen: boolean
}

/** What this provider gives to its tenants: a row of `GET /blueprints`. */
export interface Blueprint {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly targets: string
  readonly objects: readonly BlueprintObject[]
  readonly wanted: 'draft' | 'placed' | 'removed' | 'left'
  readonly pushedBy: string | null
  readonly pushedAt: string | null
  readonly tenants: Readonly<Record<'waiting' | 'done' | 'partly' | 'noGrant' | 'failed' | 'withdrawn', number>>
}

export function useBlueprints() {
  const api = useApi()
  const queries = useQueryClient()
  const renew = () => void queries.invalidateQueries({ queryKey: ['blueprints'] })
  useLiveEvent('blueprint.', renew)
  useLiveEvent('job.', renew)
  return useQuery({
    queryKey: ['blueprints'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Blueprint[] }>('/blueprints', { signal })).data,
  })
}

interface Listed {
  readonly id?: string
  readonly name: string
  readonly title?: string
  readonly path?: string
  readonly list?: string
  readonly kind?: string
  readonly isOwn?: boolean
}

const lists = [
  { kind: 'role', path: '/roles', fits: (row: Listed) => row.isOwn === true },
  { kind: 'tag', path: '/tags', fits: (row: Listed) => row.kind !== 'system' },
  { kind: 'view', path: '/views', fits: () => true },
  { kind: 'alert', path: '/alerts', fits: () => true },
  { kind: 'board', path: '/boards', fits: () => true },
] as const

/** What can be chosen: objects of one's own tenant. */
export function useChoices(): readonly BlueprintObject[] {
  const api = useApi()
  const found = useQueries({
    queries: lists.map(({ path }) => ({
      queryKey: ['blueprints', 'choices', path],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await api.get<{ data: readonly Listed[] }>(path, { signal })).data,
    })),
  })
  const once = [
    { kind: 'policy', id: '', name: 'Security policy', chosen: false },
    { kind: 'retention', id: '', name: 'What is kept for how long', chosen: false },
  ]
  return [
    ...once,
    ...lists.flatMap(({ kind, fits }, at) =>
      (found[at]!.data ?? []).filter(fits).map((row) => ({
        kind,
        id: kind === 'role' ? row.name : row.id!,
        name: row.title ?? row.path ?? (row.list ? `${row.name} (${row.list})` : row.name),
        chosen: false,
      })),
    ),
  ]
}

/** What came of a blueprint, tenant by tenant. */
export const resultsOf = ({ name }: { readonly name: string }, state?: string) =>
  addressOf('/blueprints/results', { q: `blueprint:${JSON.stringify(name)}${state ? ` and state:${state}` : ''}` })
