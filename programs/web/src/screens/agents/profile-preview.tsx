import { formatCount, plural, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** Before anything is saved: how many agents would work by a profile. */
export function ProfilePreview({
  profile,
  tags,
  priority,
  isDefault,
}: {
  profile: string | undefined
  tags: readonly string[]
  priority: number
  isDefault: boolean
}) {
  const api = useApi()
  const body = { tags, priority, isDefault, ...(profile !== undefined && { profile }) }
  const { data, isFetching } = useQuery({
    queryKey: ['fleet', 'preview of a profile', body],
    enabled: Number.isInteger(priority) && priority >= 1 && priority <= 10_000,
    placeholderData: (last) => last,
    queryFn: async () =>
      (
        await api.send<{ data: { agents: number; tagged: number; takes: number } }>(
          'POST',
          '/agent-profiles/preview',
          body,
        )
      ).data,
  })
  if (!data) return null
  const others = data.tagged - data.takes
  return (
    <p role="status" aria-busy={isFetching}>
      <b>{formatCount(data.takes)}</b> of {plural(data.agents, 'agent')} would work by it
      {!isDefault && others > 0 && `; ${formatCount(others)} with these tags go by a profile that is asked before`}.
    </p>
  )
}
