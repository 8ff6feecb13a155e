import { formatDate } from '@holdfast/design'
import { textOf } from '../../words.ts'
import { type ItemColumn, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  { field: 'id', header: 'Update', width: 120, grow: 1 },
  { field: 'kind', width: 160, grow: 2 },
  {
    field: 'installedAt',
    header: 'Installed',
    width: 150,
    align: 'end',
    // The system keeps the day, which must not move with the zone of who looks.
    render: (item) =>
      textOf(item, 'installedAt') === '' ? (
        <span className="muted">not recorded</span>
      ) : (
        formatDate(textOf(item, 'installedAt'), 'UTC')
      ),
  },
]

/** Of systems that count updates rather than packages. */
export function UpdatesTab({ asset }: { asset: string }) {
  return <ItemTable asset={asset} facts={['inventory.update']} what="updates" columns={columns} />
}
