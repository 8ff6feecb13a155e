import type { QuietWindow } from './fleet.ts'

/** Windows as people write them: one a line, "1-5 22:00-06:00 Europe/Prague activity". */
export function writeWindows(windows: readonly QuietWindow[] = []): string {
  return windows.map(({ days, from, to, zone, stops }) => `${days.join(',')} ${from}-${to} ${zone} ${stops}`).join('\n')
}

/** Reads them back. Throws an Error that names the line. */
export function readWindows(text: string): QuietWindow[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, days = '', from = '', to = '', zone = '', stops = ''] =
        /^([1-7](?:[-,][1-7])*) +(\d\d:\d\d)-(\d\d:\d\d) +(\S+) +(activity|transmission)$/.exec(line) ?? []
      if (!stops) throw new Error(`“${line}” is no window: write, for instance, 1-5 22:00-06:00 Europe/Prague activity`)
      return { days: readDays(days), from, to, zone, stops: stops as QuietWindow['stops'] }
    })
}

function readDays(text: string): number[] {
  const days = text.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: Math.max(1, last - first + 1) }, (_, at) => first + at)
  })
  return [...new Set(days)].sort()
}
