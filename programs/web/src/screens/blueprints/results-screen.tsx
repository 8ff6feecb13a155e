import { Drawer, type GridColumn, KeyValue, ListScreen, RelativeTime, type Status, StatusMark } from '@holdfast/design'

interface Placement {
  readonly id: string
  readonly blueprint: { readonly id: string; readonly name: string }
  readonly tenant: { readonly id: string; readonly name: string }
  readonly state: 'waiting' | 'done' | 'partly' | 'no-grant' | 'failed' | 'withdrawn'
  readonly message: string
  readonly objects: readonly {
    readonly key: string
    readonly kind: string
    readonly name: string
    readonly outcome: string
    readonly why?: string
  }[]
  readonly at: string | null
}

const marks: Readonly<Record<Placement['state'], Status>> = {
  waiting: 'busy',
  done: 'ok',
  partly: 'warn',
  'no-grant': 'failed',
  failed: 'failed',
  withdrawn: 'off',
}

const columns: readonly GridColumn<Placement>[] = [
  { id: 'tenant.name', header: 'Tenant', width: 200, grow: 1, sort: 'ascending', cell: ({ tenant }) => tenant.name },
  { id: 'blueprint', header: 'Blueprint', width: 160, sort: 'ascending', cell: ({ blueprint }) => blueprint.name },
  {
    id: 'state',
    header: 'State',
    width: 120,
    cell: ({ state }) => <StatusMark status={marks[state]}>{state}</StatusMark>,
  },
  { id: 'message', header: 'Why', width: 320, grow: 2, cell: ({ message }) => message },
  {
    id: 'at',
    header: 'Tried',
    width: 110,
    align: 'end',
    sort: 'descending',
    cell: ({ at }) => (at ? <RelativeTime at={at} /> : <span className="muted">–</span>),
  },
]

/** What came of each push, tenant by tenant. */
export function Screen() {
  return (
    <ListScreen<Placement>
      entity="placements"
      path="/placements"
      title="Blueprints in tenants"
      what="placements"
      columns={columns}
      facets={[
        { token: 'state', label: 'State' },
        { token: 'blueprint', label: 'Blueprint' },
      ]}
      usual={{ query: '', sort: { column: 'tenant.name', descending: false } }}
      views={[
        { id: 'all', label: 'Everything', query: '' },
        { id: 'open', label: 'Not everywhere', query: 'state:partly or state:failed or state:no-grant' },
      ]}
      keepsViews={false}
      rowId={(row) => row.id}
      rowName={(row) => row.tenant.name}
      drawer={(_, row, { onClose, onNext, onBefore }) => (
        <Drawer
          title={row?.tenant.name ?? 'Tenant'}
          eyebrow={row?.blueprint.name}
          onClose={onClose}
          onNext={onNext}
          onBefore={onBefore}
        >
          <KeyValue
            items={(row?.objects ?? []).map(({ kind, name, outcome, why }) => ({
              label: kind,
              value: `${name}: ${outcome}${why ? `. ${why}` : ''}`,
            }))}
          />
        </Drawer>
      )}
      empty={{
        kind: 'new',
        title: 'Nothing was pushed yet',
        words: 'Push a blueprint: what came of it is told here, tenant by tenant.',
      }}
    />
  )
}
