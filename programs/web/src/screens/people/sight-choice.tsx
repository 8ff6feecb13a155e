import { SelectField } from '@holdfast/design'
import { type ChosenSight, tagWords } from './sight.ts'
import { TagSet } from './tag-set.tsx'
import { useUnits } from './use-people.ts'

/** What somebody is to see: everything, assets with some tags, or those of a unit. */
export function SightChoice({
  chosen,
  onChosen,
  error,
}: {
  chosen: ChosenSight
  onChosen: (chosen: ChosenSight) => void
  error?: string | undefined
}) {
  const { data: units = [] } = useUnits()
  const unit = units.find(({ id }) => id === chosen.by)
  return (
    <>
      <SelectField
        label="Sees"
        value={chosen.by}
        options={[
          { value: 'all', label: 'everything' },
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
