import {
  Button,
  Drawer,
  KeyValue,
  RelativeTime,
  RequestProblem,
  SelectField,
  toast,
  useApi,
  useNow,
} from '@holdfast/design'
import { useState } from 'react'
import { sightWords } from '../people/sight.ts'
import { useGuardedSend } from '../people/use-people.ts'
import { MadeTokenWords } from './made-token.tsx'
import { type MadeToken, type Token, useRenewTokens } from './token.ts'
import { stateOf } from './token-state.ts'
import classes from './tokens.module.css'

const overlaps = [
  { value: '0', label: 'no time: the old one ends at once' },
  { value: '24', label: 'one day' },
  { value: '168', label: 'one week' },
] as const

/** One token: what it may, and giving another in its place or ending it. */
export function TokenDrawer({ token, mayWrite, onClose }: { token: Token; mayWrite: boolean; onClose: () => void }) {
  const api = useApi()
  const send = useGuardedSend()
  const renew = useRenewTokens()
  const now = useNow()
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]['value']>('24')
  const [made, setMade] = useState<MadeToken>()
  const [problem, setProblem] = useState<string>()
  const path = `/tokens/${encodeURIComponent(token.id)}`
  const state = stateOf(token, now)
  const isLive = state === 'live' || state === 'ends soon'

  async function act(work: () => Promise<void>) {
    setProblem(undefined)
    try {
      await work()
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }
  const rotate = async () => {
    const body = { overlapHours: Number(overlap) }
    setMade((await api.send<{ data: MadeToken }>('POST', `${path}/rotate`, body)).data)
  }
  const end = async () => {
    await send('DELETE', path)
    toast({ message: `“${token.name}” lets nobody in any more` })
    onClose()
  }

  return (
    <Drawer
      title={token.name}
      eyebrow={<span className="mono">hfst_…{token.hint}</span>}
      onClose={onClose}
      footer={
        mayWrite &&
        state !== 'ended' && (
          <>
            {isLive && !made && <Button onClick={() => act(rotate)}>Rotate</Button>}
            <Button look="danger" onClick={() => act(end)}>
              End it now
            </Button>
          </>
        )
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        {made && <MadeTokenWords secret={made.secret} />}
        <KeyValue
          items={[
            { label: 'Acts for', value: token.person ?? token.service?.name ?? 'no person' },
            { label: 'May', value: token.scopes.join(' '), mono: true },
            { label: 'Sees', value: seesOf(token) },
            { label: 'Made', value: <RelativeTime at={token.createdAt} /> },
            { label: 'Last used', value: token.usedAt ? <RelativeTime at={token.usedAt} /> : 'never' },
            { label: 'Ends', value: <RelativeTime at={token.revokedAt ?? token.expiresAt} /> },
            { label: 'State', value: state },
          ]}
        />
        {mayWrite && isLive && !made && (
          <SelectField
            label="When it is rotated, both work for"
            value={overlap}
            options={overlaps}
            onChange={setOverlap}
            hint="A new token comes in its place, with the same rights; its secret is shown once."
          />
        )}
      </div>
    </Drawer>
  )
}

function seesOf({ sees, person }: Token): string {
  if (sees !== null) return sightWords(sees)
  return person === null ? 'everything' : `what ${person} sees`
}
