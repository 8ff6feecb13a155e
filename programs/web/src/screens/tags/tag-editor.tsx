import { Button, Drawer, EmptyState, RequestProblem, toast, useApi } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Tag } from './tag.ts'
import { bodyOf, draftOf, emptyDraft, TagForm } from './tag-form.tsx'

/** Makes a tag, or changes one: nothing is lost when somebody else was quicker. */
export function TagEditor({
  tag,
  etag,
  parent,
  tags,
  onClose,
  onSaved,
}: {
  /** Absent for a new one. */
  tag?: Tag
  etag?: string | undefined
  /** Where a new one is to stand. */
  parent?: string | undefined
  tags: readonly Tag[]
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => (tag ? draftOf(tag) : { ...emptyDraft, parent: parent ?? '' }))
  const [problem, setProblem] = useState<RequestProblem>()
  const [busy, setBusy] = useState(false)

  async function save() {
    setBusy(true)
    setProblem(undefined)
    try {
      const saved = tag
        ? await api.send<{ data: Tag }>('PATCH', `/tags/${encodeURIComponent(tag.id)}`, bodyOf(draft), {
            ...(etag !== undefined && { ifMatch: etag }),
          })
        : await api.send<{ data: Tag }>('POST', '/tags', bodyOf(draft))
      toast({ message: tag ? `Changed “${saved.data.name}”` : `Made “${saved.data.name}”` })
      await queries.invalidateQueries({ queryKey: ['tags'] })
      onSaved(saved.data.id)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    } finally {
      setBusy(false)
    }
  }

  const errors = Object.fromEntries(
    (problem?.errors ?? []).map(({ pointer, message }) => [
      pointer.replace(/^\/body\//, '').replace(/#.*$/, ''),
      message,
    ]),
  )
  const elsewhere = problem && Object.keys(errors).every((field) => field === 'query')
  return (
    <Drawer
      title={tag ? `Change “${tag.name}”` : 'New tag'}
      onClose={onClose}
      footer={
        <>
          <Button look="primary" busy={busy} onClick={save}>
            {tag ? 'Save' : 'Make the tag'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      {elsewhere && (
        <EmptyState
          inline
          kind="error"
          title={problem.code === 'changed-meanwhile' ? 'Somebody changed it meanwhile' : 'It was not saved'}
          words={
            problem.code === 'changed-meanwhile'
              ? 'What you wrote is still here. Close this, look at what it is now, and change it again.'
              : problem.message
          }
        />
      )}
      <TagForm draft={draft} onDraft={setDraft} tags={tags} errors={errors} {...(tag && { tag })} />
    </Drawer>
  )
}
