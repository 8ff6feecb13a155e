const everyMs = 200

export interface ProgressLine {
  /** Tells how far it is, in place of what was told before; only so often, and only on a terminal. */
  tell(line: () => string): void
  end(): void
}

/** One line at the bottom of a terminal that changes; nothing at all where a file or a pipe listens. */
export function progressLine(quiet: boolean): ProgressLine {
  const { stderr } = process
  const shown = stderr.isTTY && !quiet
  let last = 0
  let isOpen = false
  return {
    tell(line) {
      if (!shown || performance.now() - last < everyMs) return
      last = performance.now()
      isOpen = true
      stderr.write(`\r${line().slice(0, (stderr.columns || 80) - 1)}\x1b[K`)
    },
    end() {
      if (isOpen) stderr.write('\r\x1b[K')
      isOpen = false
    },
  }
}

/** `12.3 MB` */
export function inBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${units[step]}`
}

/** `1,234,567` */
export function inRows(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`
}
