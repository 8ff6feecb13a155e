const browsers = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /Safari\//],
] as const
const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const

/** What a `User-Agent` stands for, as people know it; the beginning of its text for what is no known browser. */
export function browserName(agent: string): string {
  const found = (list: readonly (readonly [string, RegExp])[]) => list.find(([, pattern]) => pattern.test(agent))?.[0]
  const browser = found(browsers)
  if (!browser) return agent.slice(0, 60) || 'something without a name'
  const system = found(systems)
  return system ? `${browser} on ${system}` : browser
}
