import {
  Button,
  ChoiceBar,
  Dialog,
  formatTotal,
  plural,
  RequestProblem,
  type Selection,
  toast,
  useApi,
} from '@holdfast/design'
import { IconTag } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { chosenQuery } from './chosen-query.ts'
import type { Tag } from './tag.ts'
import { TagPicker } from './tag-picker.tsx'
import classes from './tags.module.css'

interface Count {
  readonly page: { readonly total: number; readonly totalIsExact: boolean }
}

interface Changed {
  readonly change: string
  readonly matched: number
  readonly changed: number
}

/** Gives a tag to the chosen assets, or takes it: also to all that match, of which most were never loaded. */
export function BulkTag({ selection, query, onDone }: { selection: Selection; query: string; onDone: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [verb, setVerb] = useState<'assign' | 'unassign'>('assign')
  const [problem, setProblem] = useState<string>()

  const q = chosenQuery(selection, query)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  // What is said is what is done: the server refuses when it finds another number by then.
  const counted = useQuery({
    queryKey: ['tag-count', q, opened],
    enabled: opened,
    queryFn: async ({ signal }) => (await api.get<Count>('/assets', { query: { q, zone, limit: 1 }, signal })).page,
  }).data

  async function change(tag: Pick<Tag, 'id' | 'name'>) {
    setProblem(undefined)
    try {
      const path = `/tags/${encodeURIComponent(tag.id)}/${verb}`
      const { data } = await api.send<{ data: Changed }>('POST', path, {
        ...{ q, zone },
        ...(counted?.totalIsExact && { expected: counted.total }),
      })
      setOpened(false)
      await queries.invalidateQueries({ queryKey: ['tags'] })
      toast({ message: saidOf(verb, tag.name, data), undo: () => void undo(data.change) })
      onDone()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  async function undo(change: string) {
    try {
      const { data } = await api.send<{ data: { changed: number } }>('POST', `/tag-changes/${change}/undo`)
      toast({ message: `Undone for ${plural(data.changed, 'asset')}` })
      await queries.invalidateQueries({ queryKey: ['tags'] })
      onDone()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    }
  }

  return (
    <>
      <Button icon={IconTag} aria-haspopup="dialog" onClick={() => setOpened(true)}>
        Tag …
      </Button>
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Tag ${counted ? formatTotal(counted.total, counted.totalIsExact) : '…'} ${counted?.total === 1 ? 'asset' : 'assets'}`}
        width={420}
      >
        <ChoiceBar
          label="What to do"
          value={verb}
          onChange={setVerb}
          options={[
            { value: 'assign', label: 'Give a tag' },
            { value: 'unassign', label: 'Take a tag' },
          ]}
        />
        <TagPicker onPick={(tag) => void change(tag)} />
        {problem && (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        )}
      </Dialog>
    </>
  )
}

function saidOf(verb: 'assign' | 'unassign', name: string, { matched, changed }: Changed): string {
  const done = verb === 'assign' ? `Gave “${name}” to` : `Took “${name}” from`
  const rest = matched - changed
  const same =
    rest === 0 ? '' : `; ${plural(rest, 'other')} ${verb === 'assign' ? 'had it already' : 'did not have it'}`
  return `${done} ${plural(changed, 'asset')}${same}`
}
