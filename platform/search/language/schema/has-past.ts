import type { Group, Token } from './entity.ts'

/** Whether old values of a token or group are kept, where those of the rows around it are. */
export function hasPast(member: Token | Group): boolean {
  if (member.kind === 'token' && member.history === false) return false
  const group = member.kind === 'group' ? member : member.group
  return group === null || (group.history === true && (group.group === null || hasPast(group.group)))
}
