import { Badge, ChoiceBar, urlChoice, useUrlState } from '@holdfast/design'
import { useCallback } from 'react'
import { textOf } from '../../words.ts'
import { type ItemColumn, type ItemRow, ItemTable } from '../item-table.tsx'

const columns: readonly ItemColumn[] = [
  { field: 'name', width: 130, grow: 1 },
  { field: 'uid', header: 'User id', width: 76, align: 'end' },
  {
    field: 'privileged',
    header: 'Can become root',
    width: 190,
    grow: 1,
    render: (item) =>
      textOf(item, 'privileged') === '' ? (
        <span className="muted">no</span>
      ) : (
        <Badge tone="medium">{textOf(item, 'privileged')}</Badge>
      ),
  },
  {
    field: 'interactive',
    header: 'Signs in',
    width: 84,
    render: (item) => (item.interactive === true ? 'yes' : <span className="muted">no</span>),
  },
  {
    field: 'password',
    width: 110,
    render: (item) =>
      item.password === 'empty' ? <Badge tone="high">empty</Badge> : textOf(item, 'password') || 'not seen',
  },
  { field: 'groups', width: 190, grow: 2 },
  { field: 'shell', width: 130, mono: true },
  { field: 'passwordChanged', header: 'Password changed', width: 128, align: 'end', hidden: true },
  { field: 'passwordScheme', header: 'Password hash', width: 120, hidden: true },
  { field: 'home', width: 150, mono: true, hidden: true },
  { field: 'fullName', header: 'Full name', width: 140, hidden: true },
  { field: 'expires', width: 100, align: 'end', hidden: true },
]

const codecs = { who: urlChoice(['all', 'people', 'root'], 'all') }

export function AccountsTab({ asset }: { asset: string }) {
  const [{ who }, setUrl] = useUrlState(codecs)
  const keep = useCallback(
    ({ item }: ItemRow) =>
      who === 'all' || (who === 'people' ? item.interactive === true : textOf(item, 'privileged') !== ''),
    [who],
  )
  return (
    <ItemTable
      asset={asset}
      facts={['inventory.account']}
      what="accounts"
      columns={columns}
      keep={keep}
      filters={
        <ChoiceBar
          label="Which accounts"
          value={who}
          options={[
            { value: 'all', label: 'All' },
            { value: 'people', label: 'Can sign in' },
            { value: 'root', label: 'Can become root' },
          ]}
          onChange={(value) => setUrl({ who: value }, { replace: true })}
        />
      }
    />
  )
}
