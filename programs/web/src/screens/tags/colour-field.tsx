import { ChipDot, chipColours } from '@holdfast/design'
import { useId } from 'react'
import classes from './tags.module.css'

/** The colours of chips side by side: radio buttons, said by their names. */
export function ColourField({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const name = useId()
  return (
    <fieldset className={classes.colours}>
      <legend>Colour</legend>
      {chipColours.map((colour) => (
        <label key={colour} title={colour} data-chosen={colour === value || undefined}>
          <input
            type="radio"
            className="said"
            name={name}
            checked={colour === value}
            onChange={() => onChange(colour)}
          />
          <ChipDot colour={colour} />
          <span className="said">{colour}</span>
        </label>
      ))}
    </fieldset>
  )
}
