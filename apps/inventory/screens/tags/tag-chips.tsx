import { Chip } from '@holdfast/design'
import type { AssetTag } from './tag.ts'
import classes from './tags.module.css'

const mostShown = 2

/** The tags of an asset in a row: a few, and how many more there are. Those of people stand first. */
export function TagChips({ tags }: { tags: readonly AssetTag[] }) {
  if (tags.length === 0) return <span className="muted">none</span>
  const shown = tags.slice(0, mostShown)
  const more = tags.slice(mostShown)
  return (
    <span className={classes.row} title={tags.map(({ name }) => name).join(', ')}>
      {shown.map(({ id, name, colour, kind }) => (
        <Chip key={id} colour={colour} quiet={kind === 'system'}>
          {name}
        </Chip>
      ))}
      {more.length > 0 && (
        <span className={classes.more}>
          +{more.length}
          <span className="said"> more: {more.map(({ name }) => name).join(', ')}</span>
        </span>
      )}
    </span>
  )
}
