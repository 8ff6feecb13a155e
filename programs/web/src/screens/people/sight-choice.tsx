import { SelectField } from '@holdfast/design'
import { type ChosenSight, tagWords, type Unit } from './sight.ts'
import { TagSet } from './tag-set.tsx'

/** What somebody is to see: everything, assets with some tags, or those of a unit. */
export function SightChoice({
  chosen,
  units = [],
  all = 'everything',
  onChosen,
  error,
}: {
  chosen: ChosenSight
  /** Those that can be chosen. */
  units?: readonly Unit[] | undefined
  /** What no limit means. */
  all?: string
  onChosen: (chosen: ChosenSight) => void
  error?: string | undefined
}) {
  const unit = units.find(({ id }) => id === chosen.by)
  return (
    <>
      <SelectField
        label="Sees"
        value={chosen.by}
        options={[
          { value: 'all', label: all },
          { value: 'tags', label: 'assets with these tags' },
          ...units.map(({ id, name }) => ({ value: id, label: `the unit ${name}` })),
        ]}
        onChange={(by) => onChosen({ ...chosen, by })}
        hint={
          unit
            ? `Now ${tagWords(unit)}.`
            : chosen.by === 'tags'
              ? 'And with tags that stand below them. Nothing else is shown, counted or told.'
              : undefined
        }
        error={error}
      />
      {chosen.by === 'tags' && (
        <>
          <TagSet
            label="Assets with one of"
            chosen={chosen.include}
            without={chosen.exclude}
            onChange={(include) => onChosen({ ...chosen, include })}
          />
          <TagSet
            label="But with none of"
            chosen={chosen.exclude}
            without={chosen.include}
            onChange={(exclude) => onChosen({ ...chosen, exclude })}
          />
        </>
      )}
    </>
  )
}
