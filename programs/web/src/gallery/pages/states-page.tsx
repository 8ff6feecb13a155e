import { Card, EmptyState, PageHeader, Skeleton } from '@holdfast/design'
import classes from './pages.module.css'

export function StatesPage() {
  return (
    <>
      <PageHeader title="States" note="why there is nothing to see, each with its way on" />
      <div className={classes.parts}>
        <EmptyState
          inline
          kind="stale"
          title="As of 09:02."
          words="The server has not answered since; what you see may have changed."
        />
        <EmptyState
          inline
          kind="partial"
          title="3 of 131 assets are missing."
          words="They did not report for 7 days."
        />
        <Card title="New">
          <EmptyState
            kind="new"
            title="No asset yet"
            words="Install the agent on a host; it appears here within seconds."
            command="curl -fsS https://holdfast.example:8443/agent/install.sh | sh"
          />
        </Card>
        <Card title="Filtered">
          <EmptyState kind="filtered" what="findings" filters={2} onClear={() => {}} />
        </Card>
        <Card title="Error">
          <EmptyState
            kind="error"
            title="The list could not be loaded"
            words="The database cannot be reached now."
            problemId="4bf92f3577b34da6a3ce929d0e0e4736"
            onRetry={() => {}}
          />
        </Card>
        <Card title="Forbidden">
          <EmptyState kind="forbidden" what="the audit log" askWhom="An owner of Northwind Foods" />
        </Card>
        <Card title="Loading">
          <Skeleton lines={6} />
        </Card>
      </div>
    </>
  )
}
