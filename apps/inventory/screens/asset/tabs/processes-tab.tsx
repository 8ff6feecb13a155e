import { Badge, formatBytes, RelativeTime } from '@holdfast/design'
import { textOf } from '../../words.ts'
import { type ItemColumn, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  {
    field: 'name',
    width: 130,
    grow: 1,
    render: (item) => (
      <>
        {textOf(item, 'name')} {item.replaced === true && <Badge tone="low">program was replaced</Badge>}
      </>
    ),
  },
  { field: 'user', width: 96 },
  { field: 'command', width: 260, grow: 3, mono: true },
  { field: 'count', header: 'How many', width: 80, align: 'end' },
  {
    field: 'residentBytes',
    header: 'Memory',
    width: 84,
    align: 'end',
    render: (item) => (typeof item.residentBytes === 'number' ? formatBytes(item.residentBytes) : '–'),
  },
  {
    field: 'startedAt',
    header: 'Started',
    width: 96,
    align: 'end',
    render: (item) => (typeof item.startedAt === 'string' ? <RelativeTime at={item.startedAt} /> : '–'),
  },
  { field: 'package', width: 120 },
  { field: 'unit', width: 130, hidden: true },
  { field: 'executable', header: 'Program', width: 200, mono: true, hidden: true },
  { field: 'pids', header: 'Process ids', width: 120, mono: true, hidden: true },
  { field: 'container', width: 120, mono: true, hidden: true },
]

export function ProcessesTab({ asset }: { asset: string }) {
  return <ItemTable asset={asset} facts={['inventory.process']} what="processes" one="process" columns={columns} />
}
