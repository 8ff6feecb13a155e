import { Button, plural, type Selection, toast, useApi, useClient } from '@holdfast/design'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { AcceptManyDialog } from './accept-many-dialog.tsx'
import { chosenFindings } from './chosen-findings.ts'

/** One decision about everything that is chosen in the list of findings. */
export function AcceptMany({
  selection,
  query,
  onStarted,
}: {
  selection: Selection
  query: string
  /** A job has begun that changes what the list shows. */
  onStarted: (job: string) => void
}) {
  const api = useApi()
  const { may } = useClient()
  const [asking, setAsking] = useState(false)
  const undo = async (exception: string) => {
    try {
      const { data } = await api.send<{ data: { job: string; findings: number } }>(
        'POST',
        `/exceptions/${exception}/undo`,
      )
      onStarted(data.job)
      toast({ message: `Undoing the decision about ${plural(data.findings, 'finding')}` })
    } catch (error) {
      toast({ tone: 'failed', message: (error as Error).message })
    }
  }
  return (
    <>
      <Button
        icon={IconHandStop}
        aria-haspopup="dialog"
        unavailable={
          may('findings:accept') ? undefined : 'deciding about many findings takes the permission findings:accept'
        }
        onClick={() => setAsking(true)}
      >
        Accept risk…
      </Button>
      {asking && (
        <AcceptManyDialog
          chosen={chosenFindings(selection, query)}
          onClose={() => setAsking(false)}
          onStarted={({ exception, job, findings }) => {
            onStarted(job)
            toast({
              message: `Deciding about ${plural(findings, 'finding')}; the jobs show how far it is`,
              undo: () => void undo(exception),
            })
          }}
        />
      )}
    </>
  )
}
