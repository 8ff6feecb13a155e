import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import { judgeSshServer } from './ssh-server.ts'

/** Root by key may be policy; root by a password that the whole network may guess is not. */
export function sshServerRefusesRootWithAPassword(input: JudgeInput<unknown>): readonly Verdict[] {
  return judgeSshServer(input, {
    check: 'inventory.ssh-server-refuses-root-with-a-password',
    field: 'permitRootLogin',
    keyword: 'permitrootlogin',
    directive: 'PermitRootLogin',
    bad: (value, server) =>
      value === 'yes' &&
      (server.passwordAuthentication === 'yes' || server.keyboardInteractiveAuthentication === 'yes'),
    expected: 'prohibit-password or no',
  })
}
