import { EmptyState, PageHeader, RequestProblem } from '@holdfast/design'
import type { ErrorComponentProps } from '@tanstack/react-router'

/** A screen that failed takes nothing else with it. */
export function BrokenScreen({ error, reset }: ErrorComponentProps) {
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <>
      <PageHeader title="This screen failed" />
      <EmptyState
        kind="error"
        title={problem ? problem.message : 'Something in this screen broke'}
        words={problem ? 'Nothing was changed.' : String(error).slice(0, 300)}
        problemId={problem?.traceId}
        onRetry={reset}
      />
    </>
  )
}
