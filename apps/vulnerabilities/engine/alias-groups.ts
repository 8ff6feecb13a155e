import type { OsvAdvisory } from '@holdfast/kit/osv'

/**
 * Every id and alias of the advisories → the name of its group. Aliases count in both directions and through each other;
 * a cycle is one group. The name is the first CVE of the group, otherwise its first id, in order of code units.
 */
export function aliasGroups(advisories: readonly OsvAdvisory[]): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  const rootOf = (id: string): string => {
    let root = id
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next
    let step = id
    while (step !== root) {
      const next = parents.get(step) ?? root
      parents.set(step, root)
      step = next
    }
    if (!parents.has(root)) parents.set(root, root)
    return root
  }
  for (const { id, aliases } of advisories) {
    rootOf(id)
    for (const alias of aliases) {
      const [a, b] = [rootOf(id), rootOf(alias)]
      if (a !== b) parents.set(isBetterName(a, b) ? b : a, isBetterName(a, b) ? a : b)
    }
  }
  return new Map([...parents.keys()].map((id) => [id, rootOf(id)]))
}

function isBetterName(a: string, b: string): boolean {
  const [aIsCve, bIsCve] = [a.startsWith('CVE-'), b.startsWith('CVE-')]
  return aIsCve === bIsCve ? a < b : aIsCve
}
