import {
  addressOf,
  Button,
  ChoiceBar,
  Drawer,
  plainLanguage,
  plural,
  QueryBar,
  SelectField,
  TextField,
  toast,
  urlChoice,
  urlText,
  useApi,
  useAttempt,
  useClient,
  useLanguage,
  useUrlState,
} from '@holdfast/design'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useOpenFindings } from '../findings/use-open-findings.ts'
import { usePeople } from './ticket.ts'
import classes from './tickets.module.css'

const groupings = ['finding', 'asset', 'check', 'fix'] as const
const codecs = { for: urlText(), per: urlChoice(groupings, 'finding') }

/** Opens tickets for all findings that a query finds; wherever somebody wants tickets for many, the address leads here with the query. */
export function NewTicketsDrawer({ onClose }: { onClose: () => void }) {
  const api = useApi()
  const router = useRouter()
  const { may } = useClient()
  const language = useLanguage('findings') ?? plainLanguage
  const [{ for: asked, per }, setUrl] = useUrlState(codecs)
  const [query, setQuery] = useState(asked)
  const [assignee, setAssignee] = useState('')
  const [due, setDue] = useState('')
  const { busy, words: problem, attempt } = useAttempt()
  const people = usePeople(may('members:read')).data ?? []
  const open = useOpenFindings(query)

  const save = () =>
    attempt(async () => {
      const { data } = await api.send<{ data: Opened }>('POST', '/tickets', {
        q: query,
        grouping: per,
        ...(assignee !== '' && { assignee }),
        // A day lasts until its end, where the person is.
        ...(due !== '' && { dueAt: new Date(`${due}T23:59:59`).toISOString() }),
      })
      toast({ message: wordsOf(data) })
      const least = Math.min(...data.opened, ...data.extended)
      if (Number.isFinite(least)) router.history.push(addressOf('/tickets', { q: `number >= ${least}` }))
      else onClose()
    })

  return (
    <Drawer
      title="New tickets"
      onClose={onClose}
      footer={
        <Button
          look="primary"
          busy={busy}
          onClick={save}
          unavailable={
            query.trim() === '' ? 'say which findings first' : open.data === 0 ? 'no open finding matches' : undefined
          }
        >
          Open tickets
        </Button>
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <div className={classes.group}>
          <span>Findings</span>
          <div className={classes.bar}>
            <QueryBar
              label="Findings"
              value={asked}
              onDraft={setQuery}
              onRun={setQuery}
              language={language}
              placeholder="severity:critical and tags:Payment"
            />
          </div>
          <p className="muted" role="status">
            {query.trim() === ''
              ? 'Those that are open and in no ticket that lives.'
              : open.error
                ? open.error.message
                : open.data === undefined
                  ? 'Counting …'
                  : `${plural(open.data, 'open finding')}. What a living ticket covers already is left out.`}
          </p>
        </div>
        <div className={classes.group}>
          <span>One ticket for each</span>
          <ChoiceBar
            label="One ticket for each"
            value={per}
            onChange={(value) => setUrl({ per: value }, { replace: true })}
            options={groupings.map((value) => ({ value, label: value }))}
          />
        </div>
        {people.length > 0 && (
          <SelectField
            label="Who"
            value={assignee}
            onChange={setAssignee}
            options={[
              { value: '', label: 'nobody yet' },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <TextField
          label="Due"
          type="date"
          value={due}
          onChange={setDue}
          hint="The earliest time for fixing of its findings unless told."
        />
      </div>
    </Drawer>
  )
}

interface Opened {
  readonly opened: readonly number[]
  readonly extended: readonly number[]
  readonly leftOut: number
}

function wordsOf({ opened, extended, leftOut }: Opened): string {
  return [
    opened.length === 0 ? 'No ticket is new' : `Opened ${plural(opened.length, 'ticket')}`,
    ...(extended.length === 0 ? [] : [`${plural(extended.length, 'ticket')} cover more now`]),
    ...(leftOut === 0 ? [] : [`${plural(leftOut, 'finding')} left out`]),
  ].join('; ')
}
