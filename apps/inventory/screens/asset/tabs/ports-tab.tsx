import { Badge } from '@holdfast/design'
import { assetsAddress } from '../../links.ts'
import { textOf } from '../../words.ts'
import { type ItemColumn, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  {
    field: 'port',
    width: 92,
    render: (item) => (
      <a
        className="mono"
        href={assetsAddress(`openPort:(port:${textOf(item, 'port')} and protocol:${textOf(item, 'transport')})`)}
        title="Where else it is open"
      >
        {textOf(item, 'port')}/{textOf(item, 'transport')}
      </a>
    ),
  },
  { field: 'address', header: 'Address', width: 130, mono: true },
  {
    field: 'allInterfaces',
    header: 'Reachable from',
    width: 130,
    render: (item) =>
      item.loopback === true ? (
        <span className="muted">this host only</span>
      ) : item.allInterfaces === true ? (
        <Badge tone="medium">every network</Badge>
      ) : (
        'one network'
      ),
  },
  { field: 'process', width: 130, grow: 1 },
  {
    field: 'package',
    width: 150,
    grow: 1,
    render: (item) =>
      item.holdfast === true ? (
        'Holdfast itself'
      ) : textOf(item, 'package') === '' ? (
        <span className="muted">no package owns it</span>
      ) : (
        textOf(item, 'package')
      ),
  },
  { field: 'user', width: 100 },
  { field: 'unit', width: 140 },
  { field: 'executable', header: 'Program', width: 200, grow: 1, mono: true, hidden: true },
  { field: 'container', width: 120, mono: true, hidden: true },
]

export function PortsTab({ asset }: { asset: string }) {
  return <ItemTable asset={asset} facts={['inventory.listener']} what="listening sockets" columns={columns} />
}
