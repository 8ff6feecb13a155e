import { CopyButton } from '../action/copy-button.tsx'
import classes from './evidence.module.css'

/** Proof, word for word: text and nothing but text, whatever it holds. */
export function Evidence({
  lines,
  source,
  label = 'Evidence',
}: {
  lines: readonly string[]
  /** Where and when it was seen, as a quiet first line. */
  source?: string
  label?: string
}) {
  const text = lines.join('\n')
  return (
    <figure className={classes.root} aria-label={label}>
      <div className={classes.copy}>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0}>
        {source && <span className={classes.source}># {source}</span>}
        {source && '\n'}
        {text}
      </pre>
    </figure>
  )
}
