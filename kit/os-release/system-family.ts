import families from './families.json' with { type: 'json' }

/** Which family of tools a known distribution uses; its own id where no family is known. */
export function systemFamily(base: string): string {
  return Object.entries(families).find(([, members]) => members.includes(base))?.[0] ?? base
}
