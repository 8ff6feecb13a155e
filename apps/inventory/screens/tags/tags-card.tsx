import { Card, Chip, Popup, Skeleton, useClient } from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { TagPicker } from './tag-picker.tsx'
import classes from './tags.module.css'
import { useChangeTag, useMemberships } from './use-tags.ts'
import { WhyTag } from './why-tag.tsx'

/** The tags of an asset. Each says why it is there; those that are given by hand are given and taken here. */
export function TagsCard({ asset }: { asset: string }) {
  const { may } = useClient()
  const { data: tags } = useMemberships(asset)
  const change = useChangeTag(asset)
  if (!may('tags:read')) return null
  return (
    <Card title="Tags">
      {!tags ? (
        <Skeleton lines={1} label="Loading the tags" />
      ) : (
        <div className={classes.chips}>
          {tags.map((tag) => (
            <Popup
              key={tag.id}
              label={`Why it has the tag ${tag.name}`}
              trigger={(props) => (
                <Chip colour={tag.colour} quiet={tag.kind === 'system'} title={`Why ${tag.name}?`} {...props}>
                  {tag.name}
                </Chip>
              )}
            >
              {(close) => (
                <WhyTag
                  tag={tag}
                  onTake={() => {
                    close()
                    void change('take', tag)
                  }}
                />
              )}
            </Popup>
          ))}
          {tags.length === 0 && <span className="muted">none</span>}
          {may('tags:write') && (
            <Popup
              label="Give a tag"
              width={300}
              trigger={(props) => (
                <button type="button" className={classes.add} {...props}>
                  <IconPlus size={14} stroke={2} aria-hidden="true" /> Tag
                </button>
              )}
            >
              {(close) => (
                <TagPicker
                  without={new Set(tags.map(({ id }) => id))}
                  onPick={(tag) => {
                    close()
                    void change('give', tag)
                  }}
                />
              )}
            </Popup>
          )}
        </div>
      )}
    </Card>
  )
}
