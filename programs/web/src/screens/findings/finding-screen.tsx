import { EmptyState, PageHeader, RequestProblem, Skeleton } from '@holdfast/design'
import { useParams } from '@tanstack/react-router'
import classes from './finding.module.css'
import { FindingActions } from './finding-actions.tsx'
import { FindingHead } from './finding-head.tsx'
import { FindingTabs } from './finding-tabs.tsx'
import { useFinding } from './use-finding.ts'

/** The page of one finding: the same as its drawer, with room. */
export function Screen() {
  const { finding: id = '' } = useParams({ strict: false }) as { finding?: string }
  const { data: finding, error, refetch } = useFinding(id)
  if (error) {
    const problem = error instanceof RequestProblem ? error : undefined
    const gone = problem?.status === 404
    return (
      <>
        <PageHeader title="Finding" />
        <EmptyState
          kind="error"
          title={gone ? 'There is no such finding' : 'The finding could not be loaded'}
          words={gone ? 'Its asset was removed, or the address is mistyped.' : error.message}
          problemId={problem?.traceId}
          onRetry={() => void refetch()}
        />
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={finding?.evidence.summary ?? 'Finding'}
        actions={finding && <FindingActions finding={finding} onChanged={() => void refetch()} />}
      />
      <div className={classes.page}>
        {finding ? (
          <>
            <FindingHead finding={finding} />
            <FindingTabs finding={finding} />
          </>
        ) : (
          <Skeleton lines={9} label="Loading the finding" />
        )}
      </div>
    </>
  )
}
