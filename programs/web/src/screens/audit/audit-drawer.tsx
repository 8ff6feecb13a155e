import {
  CopyCommand,
  DiffView,
  Drawer,
  type DrawerControls,
  EmptyState,
  formatExact,
  KeyValue,
  Skeleton,
  useApi,
} from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import type { AuditEntry } from './audit-entry.ts'

/** One entry: who and from where, and what lies between before and after. */
export function AuditDrawer({
  seq,
  row,
  controls,
}: {
  seq: string
  row: AuditEntry | undefined
  controls: DrawerControls
}) {
  const api = useApi()
  const { data: asked, isPending } = useQuery({
    queryKey: ['audit', seq],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: AuditEntry[] }>('/audit', { query: { q: `seq:${seq}`, limit: 1 }, signal })).data[0] ??
      null,
    enabled: row === undefined && /^\d{1,15}$/.test(seq),
  })
  const found = row ?? asked ?? undefined
  const { onClose, onNext, onBefore } = controls
  return (
    <Drawer
      title={found ? found.action : 'Entry'}
      eyebrow={<span className="mono">{`Entry ${seq}`}</span>}
      onClose={onClose}
      {...(onNext && { onNext })}
      {...(onBefore && { onBefore })}
    >
      {found ? (
        <Entry found={found} />
      ) : isPending && row === undefined && /^\d{1,15}$/.test(seq) ? (
        <Skeleton lines={6} label="Loading the entry" />
      ) : (
        <EmptyState inline kind="new" title="No such entry" words="There is no entry with this number in your log." />
      )}
    </Drawer>
  )
}

function Entry({ found }: { found: AuditEntry }) {
  const { at, who, actor, target, entry } = found
  const { before, after, reason, address, traceId } = entry
  return (
    <>
      <KeyValue
        items={[
          { label: 'When', value: formatExact(at) },
          { label: 'Who', value: who || actor },
          { label: 'Id of who', value: actor, mono: true },
          { label: 'On', value: target || '–', mono: true },
          ...(reason ? [{ label: 'Reason', value: reason }] : []),
          ...(address ? [{ label: 'From', value: address, mono: true }] : []),
          ...(traceId ? [{ label: 'Trace', value: traceId, mono: true }] : []),
        ]}
      />
      {(before !== undefined || after !== undefined) && (
        <>
          <h3>Before and after</h3>
          <DiffView before={asText(before)} after={asText(after)} mode="unified" label="Before and after" />
        </>
      )}
      <p className="muted">Entries are chained; whoever runs the server proves that none was changed with</p>
      <CopyCommand command="./holdfast audit verify" />
    </>
  )
}

function asText(value: unknown): string {
  return value === undefined || value === null ? '' : JSON.stringify(value, null, 2)
}
