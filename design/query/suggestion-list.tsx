import { IconBookmark, IconHistory } from '@tabler/icons-react'
import { useEffect } from 'react'
import { formatCount } from '../format/number.ts'
import { Kbd } from '../text/kbd.tsx'
import type { Suggestion } from './query-language.ts'
import classes from './suggestion-list.module.css'

const kinds: Readonly<Record<Suggestion['kind'], string>> = {
  field: 'field',
  operator: 'operator',
  value: 'value',
  keyword: 'word',
  recent: 'recent',
  saved: 'saved',
}

export function SuggestionList({
  id,
  suggestions,
  active,
  words,
  onPick,
  onPoint,
}: {
  id: string
  suggestions: readonly Suggestion[]
  active: number
  /** The unfinished query in words. */
  words: string
  onPick: (suggestion: Suggestion) => void
  onPoint: (index: number) => void
}) {
  const shown = suggestions.length > 0
  useEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  return (
    <div className={classes.popup} hidden={!shown}>
      <div role="listbox" id={`${id}-list`} aria-label="Suggestions" className={classes.list}>
        {suggestions.map((suggestion, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field keeps the focus and handles the keys
          // biome-ignore lint/a11y/useFocusableInteractive: see above, options are pointed at by aria-activedescendant
          <div
            key={`${suggestion.kind} ${suggestion.text}`}
            role="option"
            id={`${id}-${at}`}
            className={classes.option}
            aria-selected={at === active}
            onPointerMove={() => at !== active && onPoint(at)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(suggestion)}
          >
            <span className={classes.kind} data-kind={suggestion.kind}>
              {suggestion.kind === 'recent' ? (
                <IconHistory size={14} stroke={1.8} aria-label="recent" />
              ) : suggestion.kind === 'saved' ? (
                <IconBookmark size={14} stroke={1.8} aria-label="saved" />
              ) : (
                kinds[suggestion.kind]
              )}
            </span>
            <span className={classes.text}>{suggestion.text}</span>
            {suggestion.detail && <span className={classes.detail}>{suggestion.detail}</span>}
            {suggestion.count !== undefined && <span className={classes.count}>{formatCount(suggestion.count)}</span>}
          </div>
        ))}
      </div>
      <div className={classes.foot} aria-hidden="true">
        <span className={classes.words}>{words}</span>
        <span>
          <Kbd keys="Tab" /> take
        </span>
        <span>
          <Kbd keys="Enter" /> run
        </span>
      </div>
    </div>
  )
}
