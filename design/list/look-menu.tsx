import { IconCheck, IconClockHour4, IconTableAlias, IconX } from '@tabler/icons-react'
import { Button } from '../action/button.tsx'
import type { EntityLanguage } from '../client/entity-language.ts'
import { Menu } from '../frame/menu.tsx'
import type { ListFacet } from './list-facets.ts'

const times = [
  { time: 'now-1d', label: 'A day ago' },
  { time: 'now-7d', label: 'A week ago' },
  { time: 'now-1M', label: 'A month ago' },
  { time: 'now-3M', label: 'Three months ago' },
] as const

/** Two ways to look at a list that are parts of its query: grouped, and as of a time. */
export function LookMenu({
  language,
  query,
  facets,
  onRun,
}: {
  language: EntityLanguage
  query: string
  /** Fields that the list itself counts come first. */
  facets: readonly ListFacet[]
  onRun: (query: string | null) => void
}) {
  const grouped = language.grouped(query)
  const time = language.asOf(query)
  const first = facets.map(({ token, label }) => ({ token, label }))
  const known = new Set(first.map(({ token }) => token))
  const fields = [...first, ...language.groupable.filter(({ token }) => !known.has(token))]
  const toggle = (token: string) =>
    language.group(query, grouped.includes(token) ? grouped.filter((key) => key !== token) : [...grouped, token])
  return (
    <>
      <Menu
        label="Group by"
        width={250}
        items={[
          ...(grouped.length > 0
            ? [{ id: 'none', label: 'Do not group', icon: IconX, onSelect: () => onRun(language.group(query, [])) }]
            : []),
          ...fields.map(({ token, label }) => ({
            id: token,
            label,
            ...(grouped.includes(token) && { icon: IconCheck, chosen: true }),
            onSelect: () => onRun(toggle(token)),
          })),
        ]}
        trigger={(props) => (
          <Button icon={IconTableAlias} {...props}>
            Group
          </Button>
        )}
      />
      {language.hasPast && (
        <Menu
          label="As of a time"
          width={220}
          items={[
            ...(time === null
              ? []
              : [{ id: 'now', label: 'Now', icon: IconX, onSelect: () => onRun(language.at(query, null)) }]),
            ...times.map((each) => ({
              id: each.time,
              label: each.label,
              ...(time === each.time && { icon: IconCheck, chosen: true }),
              onSelect: () => onRun(language.at(query, each.time)),
            })),
          ]}
          trigger={(props) => (
            <Button icon={IconClockHour4} {...props}>
              As of
            </Button>
          )}
        />
      )}
    </>
  )
}
