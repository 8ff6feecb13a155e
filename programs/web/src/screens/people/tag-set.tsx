import { Button, ChipDot, SelectField } from '@holdfast/design'
import { IconX } from '@tabler/icons-react'
import { useTags } from '../tags/use-tags.ts'
import classes from './people.module.css'

/** Some tags, each of which can be taken away again, and the rest to choose from. */
export function TagSet({
  label,
  chosen,
  without,
  onChange,
  error,
}: {
  label: string
  chosen: readonly string[]
  /** Tags that are not offered. */
  without: readonly string[]
  onChange: (chosen: readonly string[]) => void
  error?: string | undefined
}) {
  const { data: tags = [] } = useTags()
  const offered = tags.filter(({ id }) => !chosen.includes(id) && !without.includes(id))
  return (
    <div className={classes.tagSet}>
      <SelectField
        label={label}
        value=""
        options={[
          { value: '', label: offered.length > 0 ? 'Add a tag …' : 'There is no other tag' },
          ...offered.map(({ id, path }) => ({ value: id, label: path })),
        ]}
        onChange={(id) => id && onChange([...chosen, id])}
        error={error}
      />
      {chosen.length > 0 && (
        <ul aria-label={label}>
          {chosen.map((id) => {
            const tag = tags.find((each) => each.id === id)
            return (
              <li key={id}>
                <ChipDot colour={tag?.colour ?? 'grey'} />
                <span>{tag?.path ?? 'a tag that you do not see'}</span>
                <Button look="quiet" icon={IconX} onClick={() => onChange(chosen.filter((each) => each !== id))}>
                  <span className="said">Leave out {tag?.path ?? 'this tag'}</span>
                </Button>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
