import { IconFilter, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import { Kbd } from '../text/kbd.tsx'
import classes from './query-bar.module.css'
import { applySuggestion, type QueryLanguage, type Suggestion, toPieces } from './query-language.ts'
import { QueryProblemLine } from './query-problem-line.tsx'
import { SuggestionList } from './suggestion-list.tsx'
import { useSuggestions } from './use-suggestions.ts'

export interface QueryBarProps {
  /** The query in force. What is typed becomes it with Enter; the text is never thrown away. */
  value: string
  onRun: (query: string) => void
  /** Hears every stroke, for what follows the text while it is typed. */
  onDraft?: (text: string) => void
  language: QueryLanguage
  /** Earlier queries, newest first: offered while the bar is empty. */
  recent?: readonly string[]
  placeholder?: string
  label?: string
  /** What the server found wrong where this side could not know. */
  problem?: ReturnType<QueryLanguage['tokenise']>['problem']
}

const noneRecent: readonly string[] = []

export function QueryBar({
  value,
  onRun,
  onDraft,
  language,
  recent = noneRecent,
  placeholder,
  label = 'Query',
  problem: told,
}: QueryBarProps) {
  const [text, setText] = useState(value)
  const [caret, setCaret] = useState(value.length)
  const [opened, setOpened] = useState(false)
  const [active, setActive] = useState(-1)
  const [insisted, setInsisted] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => setText(value), [value])

  const { tokens, problem: found } = language.tokenise(text)
  // What one is still typing is unfinished, not wrong; Enter asks for the truth.
  const unfinished = found !== undefined && text !== value && !insisted && found.end >= text.trimEnd().length
  const problem = unfinished ? undefined : (found ?? (text === value ? told : undefined))
  const words = problem || found ? '' : language.echo(text)
  const suggestions = useSuggestions({ language, text, caret, recent, when: opened })
  const listed = opened && suggestions.length > 0
  useShortcut('/', 'Type a query', () => input.current?.focus(), { group: 'Lists' })

  function change(next: string, at: number) {
    setText(next)
    onDraft?.(next)
    setCaret(at)
    setActive(-1)
    setInsisted(false)
  }

  function accept(suggestion: Suggestion) {
    const next = applySuggestion(text, suggestion)
    // At once, not with the next frame: whoever types on meanwhile would find their caret moved.
    flushSync(() => change(next.text, next.caret))
    input.current?.focus()
    input.current?.setSelectionRange(next.caret, next.caret)
    if (suggestion.kind === 'recent' || suggestion.kind === 'saved') run(next.text)
  }

  function run(query: string) {
    setOpened(false)
    setActive(-1)
    if (language.tokenise(query).problem) setInsisted(true)
    else onRun(query.trim())
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 || (event.key === ' ' && event.ctrlKey)) {
      event.preventDefault()
      if (!opened) setOpened(true)
      else if (suggestions.length > 0)
        setActive((active + step + suggestions.length + (active < 0 && step < 0 ? 1 : 0)) % suggestions.length)
      return
    }
    const chosen = listed ? suggestions[active] : undefined
    if (event.key === 'Enter') {
      event.preventDefault()
      if (chosen) accept(chosen)
      else run(text)
    } else if (event.key === 'Tab' && !event.shiftKey && listed && (chosen || text !== value)) {
      event.preventDefault()
      accept(chosen ?? suggestions[0]!)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (listed) setOpened(false)
      else input.current?.blur()
    }
  }

  return (
    <div className={classes.root}>
      <div
        className={classes.bar}
        data-wrong={problem !== undefined || undefined}
        data-draft={text !== value || undefined}
      >
        <IconFilter className={classes.icon} size={16} stroke={1.8} aria-hidden="true" />
        <div className={classes.field}>
          <div className={classes.mirror} ref={mirror} aria-hidden="true">
            {toPieces(text, tokens, problem).map((piece, at) => (
              <span key={at} data-kind={piece.kind} data-wrong={piece.wrong || undefined}>
                {piece.text}
              </span>
            ))}
          </div>
          <input
            ref={input}
            className={classes.input}
            role="combobox"
            aria-label={label}
            aria-autocomplete="list"
            aria-expanded={listed}
            aria-controls={`${id}-list`}
            aria-activedescendant={listed && active >= 0 ? `${id}-${active}` : undefined}
            aria-describedby={`${id}-words`}
            aria-invalid={problem !== undefined || undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={placeholder}
            value={text}
            onChange={(event) => {
              change(event.target.value, event.target.selectionStart ?? event.target.value.length)
              setOpened(true)
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => {
              if (mirror.current) mirror.current.scrollLeft = event.currentTarget.scrollLeft
            }}
            onClick={() => setOpened(true)}
            onBlur={() => setOpened(false)}
            onKeyDown={onKeyDown}
          />
        </div>
        <span className={classes.words} id={`${id}-words`}>
          {text === value ? words : ''}
          {text !== value && !problem && (
            <span className={classes.run}>
              <Kbd keys="Enter" /> to run
            </span>
          )}
        </span>
        {text !== '' && (
          <button type="button" className={classes.clear} aria-label="Clear the query" onClick={() => run('')}>
            <IconX size={15} stroke={1.8} aria-hidden="true" />
          </button>
        )}
      </div>
      {problem && !listed && (
        <QueryProblemLine
          problem={problem}
          onFix={(fix) => {
            const next = applySuggestion(text, fix)
            change(next.text, next.caret)
            input.current?.focus()
          }}
        />
      )}
      <SuggestionList
        id={id}
        suggestions={listed ? suggestions : []}
        active={active}
        words={text !== value ? words : ''}
        onPick={accept}
        onPoint={setActive}
      />
    </div>
  )
}
