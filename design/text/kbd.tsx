import classes from './kbd.module.css'

const names: Readonly<Record<string, string>> = { escape: 'Esc', enter: '↵', arrowup: '↑', arrowdown: '↓', mod: 'Ctrl' }

/** Keys as they are pressed: "g i" is two strokes, "mod+k" one stroke of two keys. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={classes.group}>
      {keys.split(/[ +]/).map((key, at) => (
        <kbd key={at} className={classes.key}>
          {keyName(key)}
        </kbd>
      ))}
    </span>
  )
}

function keyName(key: string): string {
  if (key === 'mod' && isApple()) return '⌘'
  return names[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key)
}

function isApple(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
}
