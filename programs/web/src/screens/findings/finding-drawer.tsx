import { Drawer, type DrawerControls, EmptyState, RequestProblem, Skeleton } from '@holdfast/design'
import type { FindingRow } from './finding.ts'
import { FindingActions } from './finding-actions.tsx'
import { FindingHead } from './finding-head.tsx'
import { FindingTabs } from './finding-tabs.tsx'
import { useFinding } from './use-finding.ts'

/** One finding beside the list: the sentence, the reasons, the proof, the way out. */
export function FindingDrawer({
  id,
  row,
  controls,
}: {
  id: string
  row: FindingRow | undefined
  controls: DrawerControls
}) {
  const { data: finding, error } = useFinding(id)
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <Drawer
      title={finding?.evidence.summary ?? row?.summary ?? (problem ? 'No such finding' : '…')}
      eyebrow={<span className="mono">{finding?.check.id ?? row?.check ?? id}</span>}
      keys={[['a', 'accept']]}
      href={`/findings/${encodeURIComponent(id)}`}
      onClose={controls.onClose}
      onNext={controls.onNext}
      onBefore={controls.onBefore}
      footer={finding && <FindingActions finding={finding} onChanged={controls.renew} />}
    >
      {problem && (
        <EmptyState
          kind="error"
          title="The finding could not be loaded"
          words={problem.message}
          problemId={problem.traceId}
        />
      )}
      {!finding && !problem && <Skeleton lines={9} label="Loading the finding" />}
      {finding && (
        <>
          <FindingHead finding={finding} />
          <FindingTabs finding={finding} />
        </>
      )}
    </Drawer>
  )
}
