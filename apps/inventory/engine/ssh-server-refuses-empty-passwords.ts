import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import { judgeSshServer } from './ssh-server.ts'

/** `PermitEmptyPasswords yes` matters only where passwords are taken at all; it is wrong either way. */
export function sshServerRefusesEmptyPasswords(input: JudgeInput<unknown>): readonly Verdict[] {
  return judgeSshServer(input, {
    check: 'inventory.ssh-server-refuses-empty-passwords',
    field: 'permitEmptyPasswords',
    keyword: 'permitemptypasswords',
    directive: 'PermitEmptyPasswords',
    bad: (value) => value === 'yes',
    expected: 'no',
  })
}
