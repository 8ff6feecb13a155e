import { Badge, ChoiceBar, exactly, formatBytes, formatDate, urlChoice, useClient, useUrlState } from '@holdfast/design'
import { useCallback } from 'react'
import { assetsAddress, packageAddress } from '../../links.ts'
import { textOf } from '../../words.ts'
import { type ItemColumn, type ItemRow, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  {
    field: 'name',
    width: 180,
    grow: 2,
    render: (item) => <SoftwareName name={textOf(item, 'name')} ecosystem={textOf(item, 'ecosystem')} />,
  },
  { field: 'version', width: 150, grow: 1, mono: true },
  { field: 'ecosystem', header: 'Kind', width: 84 },
  { field: 'architecture', width: 94, hidden: true },
  { field: 'sourceName', header: 'Source package', width: 130, hidden: true },
  { field: 'path', header: 'Where', width: 180, grow: 1, mono: true },
  {
    field: 'installedAt',
    header: 'Installed',
    width: 96,
    align: 'end',
    render: (item) => (typeof item.installedAt === 'string' ? formatDate(item.installedAt) : '–'),
  },
  {
    field: 'sizeBytes',
    header: 'Size',
    width: 80,
    align: 'end',
    render: (item) => (typeof item.sizeBytes === 'number' ? formatBytes(item.sizeBytes) : '–'),
  },
  {
    field: 'held',
    header: 'Held',
    width: 60,
    hidden: true,
    render: (item) => item.held === true && <Badge>held</Badge>,
  },
  { field: 'license', header: 'Licence', width: 120, hidden: true },
  { field: 'vendor', width: 160, hidden: true },
  { field: 'purl', header: 'Package URL', width: 260, hidden: true, mono: true },
]

const codecs = { kind: urlChoice(['all', 'system', 'language'], 'all') }

export function SoftwareTab({ asset }: { asset: string }) {
  const [{ kind }, setUrl] = useUrlState(codecs)
  const keep = useCallback(
    ({ fact }: ItemRow) => kind === 'all' || (fact === 'inventory.package') === (kind === 'system'),
    [kind],
  )
  return (
    <ItemTable
      asset={asset}
      facts={['inventory.package', 'inventory.software']}
      what="packages"
      columns={columns}
      keep={keep}
      filters={
        <ChoiceBar
          label="Kind of software"
          value={kind}
          options={[
            { value: 'all', label: 'All' },
            { value: 'system', label: 'Operating system' },
            { value: 'language', label: 'Languages' },
          ]}
          onChange={(value) => setUrl({ kind: value }, { replace: true })}
        />
      }
    />
  )
}

/** Leads to the page of the package, which tells where else it is and what affects it; without the right to that, to who else has it. */
function SoftwareName({ name, ecosystem }: { name: string; ecosystem: string }) {
  const { may } = useClient()
  const href = may('vulnerabilities:read')
    ? packageAddress(ecosystem, name)
    : assetsAddress(`software:(name=${exactly(name)})`)
  return (
    <a href={href} title="Where else it is installed, and what is known of it">
      {name}
    </a>
  )
}
