import { type Status, StatusMark } from '@holdfast/design'
import type { Item } from '../../asset.ts'
import { textOf } from '../../words.ts'
import { type ItemColumn, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  { field: 'name', width: 180, grow: 1 },
  {
    field: 'running',
    header: 'State',
    width: 110,
    render: (item) => <StatusMark status={statusOf(item)}>{runs(item)}</StatusMark>,
  },
  { field: 'enabled', header: 'Starts by itself', width: 120 },
  { field: 'description', width: 220, grow: 2 },
  { field: 'user', width: 96 },
  { field: 'package', width: 130 },
  { field: 'command', width: 220, grow: 2, mono: true, hidden: true },
  { field: 'manager', width: 90, hidden: true },
  { field: 'path', header: 'File', width: 220, mono: true, hidden: true },
]

function runs(item: Item): string {
  return item.running === undefined ? 'not seen' : item.running === true ? 'runs' : textOf(item, 'running') && 'stopped'
}

/** A service that runs is no verdict: it is neither good nor bad. */
function statusOf(item: Item): Status {
  return item.running === undefined ? 'unknown' : item.running === true ? 'busy' : 'off'
}

export function ServicesTab({ asset }: { asset: string }) {
  return <ItemTable asset={asset} facts={['inventory.service']} what="services" columns={columns} />
}
