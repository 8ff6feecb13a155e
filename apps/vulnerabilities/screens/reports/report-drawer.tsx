import { Button, Drawer, formatCount, KeyValue, RelativeTime, toast, useApi, useClient } from '@holdfast/design'
import { useState } from 'react'
import { type Report, reportedFindings, sourceOf, useRenewReports } from './report.ts'

/** What reports of one name say, and the way to take it back. */
export function ReportDrawer({ report, onClose }: { report: Report; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const renew = useRenewReports()
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)

  async function remove() {
    setBusy(true)
    try {
      const path = `/vulnerabilities/reports/${encodeURIComponent(report.name)}`
      const { etag } = await api.getTagged(path)
      await api.send('DELETE', path, undefined, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: `“${report.name}” is taken back; what it found is closed` })
      await renew()
      onClose()
    } finally {
      setBusy(false)
    }
  }

  return (
    <Drawer
      title={report.name}
      onClose={onClose}
      footer={
        may('vulnerabilities:import') &&
        (sure ? (
          <>
            <Button look="danger" busy={busy} onClick={remove}>
              Take back {formatCount(report.findings)} weaknesses
            </Button>
            <Button onClick={() => setSure(false)}>Keep them</Button>
          </>
        ) : (
          <Button look="danger" onClick={() => setSure(true)}>
            Take it back
          </Button>
        ))
      }
    >
      <KeyValue
        items={[
          { label: 'Assets', value: formatCount(report.assets) },
          { label: 'Weaknesses', value: formatCount(report.findings) },
          { label: 'Newest', value: <RelativeTime at={report.observedAt} /> },
          { label: 'Oldest', value: <RelativeTime at={report.oldestAt} /> },
          { label: 'Source', value: <a href={sourceOf(report)}>Report {report.name}</a> },
        ]}
      />
      <p className="muted">
        The next report of this name replaces it, asset by asset. Assets that it does not name stay as they are, unless
        it says that it covers all of them.
      </p>
      <p>
        <a href={reportedFindings}>What reports found</a>
      </p>
    </Drawer>
  )
}
