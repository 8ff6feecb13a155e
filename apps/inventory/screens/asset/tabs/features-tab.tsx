import { StatusMark } from '@holdfast/design'
import { type ItemColumn, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  { field: 'name', width: 220, grow: 2 },
  {
    field: 'enabled',
    header: 'State',
    width: 120,
    // That a feature is on is no verdict.
    render: (item) => (
      <StatusMark status={item.enabled === true ? 'busy' : 'off'}>{item.enabled === true ? 'on' : 'off'}</StatusMark>
    ),
  },
]

export function FeaturesTab({ asset }: { asset: string }) {
  return <ItemTable asset={asset} facts={['inventory.feature']} what="features" columns={columns} />
}
