import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi, useClient } from '../client/client-context.tsx'
import type { KeptView } from './kept-view.ts'

export type ViewChange = Partial<
  Pick<KeptView, 'name' | 'visibility' | 'unit' | 'begins' | 'query' | 'sort' | 'columns' | 'facets'>
>

export interface SavedViewsClient {
  /** Undefined while they are on their way, and where one may not see them. */
  readonly views: readonly KeptView[] | undefined
  readonly mayWrite: boolean
  readonly mayShare: boolean
  create(view: ViewChange & { readonly name: string; readonly query: string }): Promise<string>
  /** Refused with 412 where somebody else was quicker than what is shown here. */
  change(view: KeptView, change: ViewChange): Promise<void>
  remove(view: KeptView): Promise<void>
  choose(view: KeptView, choice: { favourite?: boolean; isDefault?: boolean }): Promise<void>
}

/** The saved views of a list, and what one can do with them. */
export function useSavedViews(list: string, when: boolean): SavedViewsClient {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const queryKey = ['views', list]
  const { data } = useQuery({
    queryKey,
    enabled: when && may('views:read'),
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly KeptView[] }>('/views', { query: { list }, signal })).data,
  })
  const path = (view: KeptView) => `/views/${encodeURIComponent(view.id)}`
  const anew = () => queries.invalidateQueries({ queryKey })
  // Writers compare versions alone, thus the version that is shown is the tag.
  const ifMatch = ({ version }: KeptView) => ({ ifMatch: `"${version}.shown"` })
  const after = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } finally {
      await anew()
    }
  }
  return {
    views: data,
    mayWrite: may('views:write'),
    mayShare: may('views:share'),
    create: async (view) =>
      (await after(api.send<{ data: { id: string } }>('POST', '/views', { list, ...view }))).data.id,
    change: (view, change) => after(api.send('PATCH', path(view), change, ifMatch(view))),
    remove: (view) => after(api.send('DELETE', path(view), undefined, ifMatch(view))),
    choose: (view, choice) => after(api.send('POST', `${path(view)}/choose`, choice)),
  }
}
