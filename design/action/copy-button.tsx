import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './copy-button.module.css'
import { useCopy } from './use-copy.ts'

export function CopyButton({ text, label = 'Copy', word = false }: { text: string; label?: string; word?: boolean }) {
  const { copy, copied, failed } = useCopy()
  const said = copied ? 'Copied' : failed ? 'The browser refused; select the text instead' : label
  return (
    <button
      type="button"
      className={classes.root}
      title={said}
      data-copied={copied || undefined}
      onClick={() => copy(text)}
    >
      {copied ? (
        <IconCheck size={14} stroke={2.2} aria-hidden="true" />
      ) : (
        <IconCopy size={14} stroke={1.7} aria-hidden="true" />
      )}
      <span className={word ? undefined : 'said'} aria-live="polite">
        {said}
      </span>
    </button>
  )
}
