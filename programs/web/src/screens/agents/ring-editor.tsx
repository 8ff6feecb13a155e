import {
  Button,
  Drawer,
  formatCount,
  IconButton,
  plural,
  RequestProblem,
  SelectField,
  TextField,
  toast,
  useApi,
} from '@holdfast/design'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTags } from '../tags/use-tags.ts'
import classes from './agents.module.css'
import type { Ring } from './fleet.ts'
import { draftsOf, moved, type RingDraft, ringsOf, withOneMore } from './ring-draft.ts'

const most = 20

/** All rings at once: who is in each, in which order, and what opens the next one. */
export function RingEditor({ rings, onClose }: { rings: readonly Ring[]; onClose: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const { data: tags = [] } = useTags()
  const [drafts, setDrafts] = useState(() => draftsOf(rings))
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const members = drafts.map(({ tag, share }) => ({ tag: tag === '' ? null : tag, share: Number(share) }))
  const preview = useQuery({
    queryKey: ['fleet', 'preview of rings', members],
    enabled: members.every(({ share }) => Number.isInteger(share) && share >= 1 && share <= 100),
    placeholderData: (last) => last,
    queryFn: async () =>
      (
        await api.send<{ data: { agents: number; rings: readonly number[] } }>('POST', '/update-rings/preview', {
          rings: members,
        })
      ).data,
  })

  const set = (index: number, part: Partial<RingDraft>) => setDrafts(drafts.with(index, { ...drafts[index]!, ...part }))

  async function save() {
    setBusy(true)
    setProblem(undefined)
    try {
      const { etag } = await api.getTagged('/update-rings')
      const body = { rings: ringsOf(drafts) }
      await api.send('PUT', '/update-rings', body, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: 'The rings hold for the next version' })
      await queries.invalidateQueries({ queryKey: ['fleet'] })
      onClose()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.errors[0]?.message ?? cause.message)
    } finally {
      setBusy(false)
    }
  }

  const nameless = drafts.some(({ name }) => name.trim() === '')
  return (
    <Drawer
      title="Change the rings"
      onClose={onClose}
      footer={
        <>
          <Button look="primary" busy={busy} onClick={save} unavailable={nameless ? 'name each ring first' : undefined}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <p className="muted">
          Whose assets have the tag is in the ring; a tag with a query makes a ring of whatever that finds. An agent is
          in the first ring that it fits.
          {preview.data &&
            ` There ${preview.data.agents === 1 ? 'is' : 'are'} ${plural(preview.data.agents, 'agent')}.`}
        </p>
        {drafts.map((draft, index) => {
          const isLast = index === drafts.length - 1
          const name = draft.name || `ring ${index + 1}`
          const expected = preview.data?.rings[index]
          return (
            <fieldset key={draft.at} className={classes.ring}>
              <legend>
                {index + 1}. {name}
                {expected !== undefined && (
                  <span className="muted">
                    {' '}
                    · about {formatCount(expected)} {expected === 1 ? 'agent' : 'agents'}
                  </span>
                )}
              </legend>
              <TextField label="Name" value={draft.name} onChange={(value) => set(index, { name: value })} required />
              {!isLast && (
                <div className={classes.pair}>
                  <SelectField
                    label="Agents tagged"
                    value={draft.tag}
                    options={[{ value: '', label: 'all' }, ...tags.map(({ id, path }) => ({ value: id, label: path }))]}
                    onChange={(tag) => set(index, { tag })}
                  />
                  <TextField
                    label="Of 100 of them"
                    type="number"
                    value={draft.share}
                    onChange={(share) => set(index, { share })}
                  />
                </div>
              )}
              <div className={classes.pair}>
                <TextField
                  label="Healthy, of 100"
                  type="number"
                  value={draft.healthyPercent}
                  onChange={(healthyPercent) => set(index, { healthyPercent })}
                />
                <TextField
                  label="within minutes"
                  type="number"
                  value={draft.withinMinutes}
                  onChange={(withinMinutes) => set(index, { withinMinutes })}
                />
              </div>
              {!isLast && (
                <div className={classes.pair}>
                  <TextField
                    label="Minutes before the next ring"
                    type="number"
                    value={draft.waitMinutes}
                    onChange={(waitMinutes) => set(index, { waitMinutes })}
                  />
                  <span className={classes.moves}>
                    <IconButton
                      label={`${name} earlier`}
                      icon={IconArrowUp}
                      onClick={() => setDrafts(moved(drafts, index, -1))}
                    />
                    <IconButton
                      label={`${name} later`}
                      icon={IconArrowDown}
                      onClick={() => setDrafts(moved(drafts, index, 1))}
                    />
                    <IconButton
                      label={`Leave out ${name}`}
                      icon={IconX}
                      onClick={() => setDrafts(drafts.filter((each) => each !== draft))}
                    />
                  </span>
                </div>
              )}
              {isLast && <p className="muted">For whoever is left.</p>}
            </fieldset>
          )
        })}
        {drafts.length < most && (
          <Button icon={IconPlus} onClick={() => setDrafts(withOneMore(drafts))}>
            Add a ring
          </Button>
        )}
      </div>
    </Drawer>
  )
}
