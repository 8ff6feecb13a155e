import type { World } from '@holdfast/platform/contract'
import { readText } from '../look/read-text.ts'
import { readGroup, readPasswd } from './read-passwd.ts'

/** Names by number. */
export interface UserNames {
  user(uid: number): string
  knownUser(uid: number): string | undefined
  knownGroup(gid: number): string | undefined
}

/** Reads the local accounts and groups once, to name what the kernel numbers. */
export async function userNames(world: World): Promise<UserNames> {
  const [passwd, group] = [await readText(world, '/etc/passwd'), await readText(world, '/etc/group')]
  const users = new Map<number, string>()
  const groups = new Map<number, string>()
  // The first entry of a number gives the name, as in getpwuid(3).
  if (passwd.ok) for (const { uid, name } of readPasswd(passwd.text).entries) if (!users.has(uid)) users.set(uid, name)
  if (group.ok) for (const { gid, name } of readGroup(group.text).entries) if (!groups.has(gid)) groups.set(gid, name)
  return {
    user: (uid) => users.get(uid) ?? String(uid),
    knownUser: (uid) => users.get(uid),
    knownGroup: (gid) => groups.get(gid),
  }
}
