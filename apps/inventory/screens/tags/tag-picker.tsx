import { ChipDot, RequestProblem, TextField, toast, useApi } from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Tag } from './tag.ts'
import classes from './tags.module.css'
import { useTags } from './use-tags.ts'

const mostShown = 8

/** Picks a tag that is given by hand: type to narrow down, or make the one that is missing. */
export function TagPicker({
  without = new Set(),
  onPick,
}: {
  /** Ids that are not offered. */
  without?: ReadonlySet<string>
  onPick: (tag: Pick<Tag, 'id' | 'name'>) => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const { data: tags = [] } = useTags()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const typed = text.trim().toLowerCase()
  const own = tags.filter(({ kind }) => kind === 'static')
  const fitting = own.filter(({ id, path }) => !without.has(id) && path.toLowerCase().includes(typed))
  const known = tags.some(({ name, path }) => [name.toLowerCase(), path.toLowerCase()].includes(typed))

  async function make() {
    setBusy(true)
    try {
      const { data } = await api.send<{ data: Tag }>('POST', '/tags', { name: text.trim(), colour: 'blue' })
      await queries.invalidateQueries({ queryKey: ['tags'] })
      onPick(data)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className={classes.picker}>
      <TextField label="Tag" value={text} onChange={setText} placeholder="Type a name" autoFocus />
      <ul aria-label="Tags that are given by hand">
        {fitting.slice(0, mostShown).map((tag) => (
          <li key={tag.id}>
            <button type="button" onClick={() => onPick(tag)}>
              <ChipDot colour={tag.colour} /> <span>{tag.path}</span>
              <span className="muted">{tag.assets.toLocaleString('en')}</span>
            </button>
          </li>
        ))}
        {typed !== '' && !known && (
          <li>
            <button type="button" aria-busy={busy} onClick={() => !busy && void make()}>
              <IconPlus size={14} stroke={2} aria-hidden="true" /> <span>Make “{text.trim()}”</span>
            </button>
          </li>
        )}
      </ul>
      {fitting.length > mostShown && <p className="muted">{fitting.length - mostShown} more: type to find them</p>}
      {fitting.length === 0 && typed === '' && (
        <p className="muted">
          {own.length === 0 ? 'No tag is given by hand yet. Type a name to make one.' : 'It has them all.'}
        </p>
      )}
    </div>
  )
}
