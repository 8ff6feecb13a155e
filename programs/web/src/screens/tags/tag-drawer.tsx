import {
  Button,
  Chip,
  Drawer,
  type DrawerControls,
  EmptyState,
  fixedBy,
  KeyValue,
  MetricLink,
  PanelBody,
  ProviderWords,
  RelativeTime,
  RequestProblem,
  Skeleton,
  toast,
  useApi,
  useClient,
  usePanels,
  usePushed,
} from '@holdfast/design'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CriticalityMark } from './criticality-mark.tsx'
import { assetsWith, kindWords, type Tag } from './tag.ts'
import { TagEditor } from './tag-editor.tsx'
import classes from './tags.module.css'
import { useTag } from './use-tags.ts'

/** A tag beside the tree: who has it and why, and the way to change it. */
export function TagDrawer({
  id,
  tags,
  controls,
  onUnder,
}: {
  id: string
  tags: readonly Tag[]
  controls: Omit<DrawerControls, 'renew'>
  /** Somebody wants a new one under it. */
  onUnder: (id: string) => void
}) {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const { data, error, refetch } = useTag(id)
  const tag = data?.tag
  const cards = usePanels('tag-card')
  const pushed = usePushed('tag', id)
  const fixed = fixedBy(pushed)

  async function remove() {
    if (!data) return
    try {
      await api.send('DELETE', `/tags/${encodeURIComponent(id)}`, undefined, { ifMatch: data.etag ?? '*' })
      toast({ message: `Removed “${data.tag.name}”` })
      controls.onClose()
      await queries.invalidateQueries({ queryKey: ['tags'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    }
  }

  if (editing && data) {
    const done = () => setEditing(false)
    return <TagEditor tag={data.tag} etag={data.etag} tags={tags} onClose={done} onSaved={done} />
  }
  const writes = may('tags:write') && tag !== undefined && tag.kind !== 'system'
  return (
    <Drawer
      title={tag ? <Chip colour={tag.colour}>{tag.name}</Chip> : '…'}
      eyebrow={tag && tag.path !== tag.name ? tag.path : undefined}
      onClose={controls.onClose}
      {...(controls.onNext && { onNext: controls.onNext })}
      {...(controls.onBefore && { onBefore: controls.onBefore })}
      footer={
        writes && (
          <>
            <Button look="primary" icon={IconPencil} onClick={() => setEditing(true)} unavailable={fixed}>
              Change
            </Button>
            <Button icon={IconPlus} onClick={() => onUnder(id)}>
              New tag under it
            </Button>
            <span className={classes.end}>
              <RemoveButton tag={tag} fixed={fixed} onRemove={remove} />
            </span>
          </>
        )
      }
    >
      {error && !tag && (
        <EmptyState
          kind="error"
          title="The tag could not be loaded"
          words={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {!tag && !error && <Skeleton lines={6} label="Loading the tag" />}
      <ProviderWords pushed={pushed} />
      {tag && <Told tag={tag} tags={tags} />}
      {tag && tag.assets > 0 && cards.map((panel) => <PanelBody key={panel.id} panel={panel} given={{ tag: id }} />)}
    </Drawer>
  )
}

function Told({ tag, tags }: { tag: Tag; tags: readonly Tag[] }) {
  return (
    <>
      {tag.description && <p>{tag.description}</p>}
      {tag.problem && (
        <EmptyState
          inline
          kind="stale"
          title="Its query could not be asked"
          words={`${tag.problem} Assets keep it as it was until that works again.`}
        />
      )}
      <KeyValue
        items={[
          { label: 'Assets', value: <MetricLink value={tag.assets} href={assetsWith(tag, tags)} /> },
          { label: 'Given', value: kindWords[tag.kind] },
          { label: 'Criticality', value: <CriticalityMark level={tag.criticality} /> },
          ...(tag.query === null
            ? []
            : [
                {
                  label: 'All assets asked',
                  value: tag.evaluating ? (
                    'being asked now'
                  ) : tag.evaluatedAt ? (
                    <>
                      <RelativeTime at={tag.evaluatedAt} />, took {tag.evaluatedMs ?? 0} ms
                    </>
                  ) : (
                    'not yet'
                  ),
                },
              ]),
          { label: 'Made', value: <RelativeTime at={tag.createdAt} /> },
          { label: 'By', value: tag.createdBy.replace(/ \([a-z]+_\w+\)$/, '') },
        ]}
      />
      {tag.query !== null && (
        <>
          <p className={classes.text}>{tag.query}</p>
          <p className={classes.note}>
            An asset of which something changes is asked at once.{' '}
            {tag.kind === 'system' && 'Holdfast keeps this tag; it cannot be changed.'}
          </p>
        </>
      )}
    </>
  )
}

/** Asks again in place: what is removed is taken from every asset. */
function RemoveButton({
  tag,
  fixed,
  onRemove,
}: {
  tag: Tag
  fixed: string | undefined
  onRemove: () => Promise<void>
}) {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  if (!asked) {
    return (
      <Button look="quiet" icon={IconTrash} onClick={() => setAsked(true)} unavailable={fixed}>
        Remove
      </Button>
    )
  }
  return (
    <Button
      look="danger"
      icon={IconTrash}
      busy={busy}
      onClick={() => {
        setBusy(true)
        void onRemove().finally(() => {
          setBusy(false)
          setAsked(false)
        })
      }}
    >
      {tag.assets === 0 ? 'Really remove it' : `Take it from ${tag.assets.toLocaleString('en')} and remove it`}
    </Button>
  )
}
