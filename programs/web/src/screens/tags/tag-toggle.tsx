import type { GridTree } from '@holdfast/design'
import { IconChevronRight } from '@tabler/icons-react'
import type { Tag } from './tag.ts'
import classes from './tags.module.css'

/** Opens and closes what stands below a tag; a gap where nothing does. */
export function TagToggle({ tag, tree }: { tag: Tag; tree: GridTree<Tag> }) {
  const { expanded } = tree.place(tag)
  if (expanded === undefined) return <i className={classes.leaf} aria-hidden="true" />
  return (
    <button
      type="button"
      className={classes.toggle}
      data-open={expanded || undefined}
      aria-label={`${expanded ? 'Close' : 'Open'} what stands below ${tag.name}`}
      onClick={() => tree.onExpand([tag], !expanded)}
    >
      <IconChevronRight size={14} stroke={2} aria-hidden="true" />
    </button>
  )
}
