import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { FilePermission } from '../facts/index.ts'
import { failing, holds, known, notApplicable, notAssessed } from './known.ts'

const check = 'inventory.password-hashes-are-closed-to-others'
const fact = 'inventory.file-permission'

/** The shadow files may be read by root and their own group, and written by root alone. */
export function passwordHashesAreClosedToOthers(input: JudgeInput<unknown>): readonly Verdict[] {
  const wanted = new Set(input.checks.get(check)?.parameters?.files as readonly string[] | undefined)
  const permissions = known<FilePermission>(input, fact)
  const files = permissions.items.filter(({ item }) => wanted.has(item.path))
  const open = files.flatMap(({ item, scope, key }): Verdict[] => {
    const mode = Number.parseInt(item.mode, 8)
    // Write by the group, or anything by others.
    if ((mode & 0o027) === 0 && item.uid === 0) return []
    return [
      {
        check,
        place: item.path,
        outcome: 'fail',
        because: {
          summary: `${item.path} has mode ${item.mode} and belongs to ${item.owner ?? item.uid}`,
          expected: 'mode 0640 or stricter, owner root',
          actual: `mode ${item.mode}, owner ${item.owner ?? item.uid}, group ${item.group ?? item.gid}`,
          facts: [{ fact, scope, key }],
        },
        fix: `chown root ${item.path} && chmod u=rw,g=r,o= ${item.path}`,
      },
    ]
  })
  if (open.length > 0) return failing(open, permissions, check, input, fact)
  if (!permissions.whole) return [notAssessed(check, input, fact)]
  if (files.length === 0) return [notApplicable(check, 'the host keeps no shadow files')]
  return [
    holds(
      check,
      files
        .map(({ item }) => `${item.path} ${item.mode}`)
        .join(', ')
        .slice(0, 900),
    ),
  ]
}
