import { type FactType, itemKey } from '@holdfast/platform/contract'
import { serverFaces } from '../../apps/server.ts'

const types = new Map(serverFaces.flatMap(({ app }) => app.facts).map((fact) => [fact.name as string, fact]))

/** The type of a fact that some app declares. Throws where none does. */
export function factOf(name: string): FactType {
  const type = types.get(name)
  if (!type) throw new Error(`there is no fact ${name}`)
  return type
}

/** What tells one item of a fact from the others. */
export function keyOf(name: string, item: Readonly<Record<string, unknown>>): string {
  return itemKey(factOf(name), item)
}
