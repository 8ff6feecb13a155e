import { Button, formatDayTime, Menu } from '@holdfast/design'
import { IconCheck, IconClockHour4, IconX } from '@tabler/icons-react'

const day = 24 * 60 * 60 * 1000
const times = [
  { days: 1, label: 'A day ago' },
  { days: 7, label: 'A week ago' },
  { days: 30, label: 'A month ago' },
  { days: 90, label: 'Three months ago' },
] as const

/** Would it have matched then? Compares what was installed at a time. */
export function AsOfMenu({ at, onAt }: { at: string | undefined; onAt: (at: string | undefined) => void }) {
  return (
    <Menu
      label="As of a time"
      width={220}
      items={[
        ...(at === undefined
          ? []
          : [
              { id: 'now', label: 'Now', icon: IconX, onSelect: () => onAt(undefined) },
              { id: 'chosen', label: formatDayTime(at), icon: IconCheck, chosen: true, onSelect: () => {} },
            ]),
        ...times.map(({ days, label }) => ({
          id: String(days),
          label,
          onSelect: () => onAt(new Date(Date.now() - days * day).toISOString()),
        })),
      ]}
      trigger={(props) => (
        <Button icon={IconClockHour4} {...props}>
          As of
        </Button>
      )}
    />
  )
}
