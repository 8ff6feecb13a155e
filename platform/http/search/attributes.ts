import type { Entity, Token } from '../../search/index.ts'

/** Single-valued tokens that apps add to an entity, but for those that its rows tell in another way. */
export function attributesOf(entity: Entity, isOwn: (name: string) => boolean): readonly Token[] {
  return entity.members.filter(
    (member): member is Token =>
      member.kind === 'token' &&
      member.group === null &&
      !member.many &&
      member.sql !== undefined &&
      !isOwn(member.fullName),
  )
}

/** An expression for an object of their values by their names; without those that are not known. */
export function attributesObject(tokens: readonly Token[]): string {
  const pairs = tokens.map((token) => `'${token.fullName}', ${expressionOf(token)}`)
  // A function takes a hundred arguments at most.
  const chunks = Array.from({ length: Math.ceil(pairs.length / 40) }, (_, at) => pairs.slice(at * 40, at * 40 + 40))
  const object = chunks.map((chunk) => `jsonb_build_object(${chunk.join(', ')})`).join(' || ') || `'{}'::jsonb`
  return `jsonb_strip_nulls(${object})`
}

/** Where the attributes stand in a row, for columns by their names. */
export function attributeColumns(tokens: readonly Token[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(tokens.map(({ fullName }) => [fullName, ['attributes', fullName]]))
}

function expressionOf({ type, sql }: Token): string {
  if (type === 'ip') return `host(${sql!.column})`
  return type === 'date' ? `to_json(${sql!.column})` : sql!.column
}
