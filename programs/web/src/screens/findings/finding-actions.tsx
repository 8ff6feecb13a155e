import { Button, useClient, useShortcut } from '@holdfast/design'
import { IconHandStop, IconRefresh, IconRotate2 } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { OpenTicketButton } from '../tickets/open-ticket-button.tsx'
import { AcceptDialog } from './accept-dialog.tsx'
import { type Finding, isOpen } from './finding.ts'
import { useRecheck } from './use-recheck.ts'
import { useRevoke } from './use-revoke.ts'

/** What one can do about a finding. A decides, R looks again. */
export function FindingActions({ finding, onChanged }: { finding: Finding; onChanged: () => void }) {
  const { may } = useClient()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const changed = () => {
    void queries.invalidateQueries({ queryKey: ['finding', finding.id] })
    void queries.invalidateQueries({ queryKey: ['findings'] })
    onChanged()
  }
  const revoke = useRevoke(changed)
  const { busy, recheck } = useRecheck(finding.asset)
  const decides = may('findings:accept')
  const mayAsk = isOpen(finding) && (decides || may('findings:request-exception'))
  const mayLook = may('sources:command')
  const { exception } = finding
  useShortcut('a', 'Accept the risk', () => setAsking(true), { group: 'Drawer', when: mayAsk && !asking })
  useShortcut('r', 'Re-check now', () => void recheck(), { group: 'Drawer', when: mayLook && !busy })
  return (
    <>
      {mayAsk && (
        <Button icon={IconHandStop} keys="a" aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {decides ? 'Accept risk…' : 'Ask for an exception…'}
        </Button>
      )}
      {exception && finding.status !== 'fixed' && decides && (
        <Button icon={IconRotate2} onClick={() => void revoke(exception.id)}>
          Revoke the decision
        </Button>
      )}
      {mayLook && (
        <Button icon={IconRefresh} keys="r" busy={busy} onClick={() => void recheck()}>
          Re-check now
        </Button>
      )}
      {isOpen(finding) && <OpenTicketButton finding={finding.id} />}
      {asking && <AcceptDialog finding={finding} onClose={() => setAsking(false)} onDone={changed} />}
    </>
  )
}
