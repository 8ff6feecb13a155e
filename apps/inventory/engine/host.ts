import type { SupportTable } from '@holdfast/kit/eol'
import { type CheckId, factsNamed, type Judge, type JudgeInput, type Verdict } from '@holdfast/platform/contract'
import type { OperatingSystem } from '../facts/index.ts'
import { everyExposedServiceComesFromAPackage } from './every-exposed-service-comes-from-a-package.ts'
import { newestInstalledKernelIsRunning } from './newest-installed-kernel-is-running.ts'
import { noAccountHasAnEmptyPassword } from './no-account-has-an-empty-password.ts'
import { noPasswordUsesAWeakHash } from './no-password-uses-a-weak-hash.ts'
import { noSecurityUpdateIsPending } from './no-security-update-is-pending.ts'
import { onlyOneAccountHasUserId0 } from './only-one-account-has-user-id-0.ts'
import { operatingSystemIsSupported } from './operating-system-is-supported.ts'
import { passwordHashesAreClosedToOthers } from './password-hashes-are-closed-to-others.ts'
import { sshServerRefusesEmptyPasswords } from './ssh-server-refuses-empty-passwords.ts'
import { sshServerRefusesRootWithAPassword } from './ssh-server-refuses-root-with-a-password.ts'
import { sudoAsksForAPassword } from './sudo-asks-for-a-password.ts'

type Rule = (input: JudgeInput<readonly SupportTable[]>) => readonly Verdict[]

/** Each check and the rule of the same stem that answers it. */
const rules: Readonly<Record<CheckId, Rule>> = {
  'inventory.operating-system-is-supported': operatingSystemIsSupported,
  'inventory.no-security-update-is-pending': noSecurityUpdateIsPending,
  'inventory.every-exposed-service-comes-from-a-package': everyExposedServiceComesFromAPackage,
  'inventory.only-one-account-has-user-id-0': onlyOneAccountHasUserId0,
  'inventory.no-account-has-an-empty-password': noAccountHasAnEmptyPassword,
  'inventory.no-password-uses-a-weak-hash': noPasswordUsesAWeakHash,
  'inventory.ssh-server-refuses-empty-passwords': sshServerRefusesEmptyPasswords,
  'inventory.ssh-server-refuses-root-with-a-password': sshServerRefusesRootWithAPassword,
  'inventory.sudo-asks-for-a-password': sudoAsksForAPassword,
  'inventory.password-hashes-are-closed-to-others': passwordHashesAreClosedToOthers,
  'inventory.newest-installed-kernel-is-running': newestInstalledKernelIsRunning,
}

/** What can be said of a host from its inventory alone. */
export const host: Judge<readonly SupportTable[]> = {
  id: 'inventory.host',
  version: 2,
  about: ['host'],
  reads: [
    'inventory.operating-system',
    'inventory.pending-update',
    'inventory.package-index',
    'inventory.listener',
    'inventory.account',
    'inventory.ssh-server',
    'inventory.sudo-rule',
    'inventory.file-permission',
    'inventory.kernel',
  ],
  checks: Object.keys(rules) as CheckId[],
  // Support ends on a day, whether or not anything changes on the host.
  everySeconds: 24 * 60 * 60,
  judge: (input) =>
    Object.entries(rules).flatMap(([id, rule]) => (isAsked(id, input) ? rule(input) : [notAsked(id as CheckId)])),
}

function notAsked(check: CheckId): Verdict {
  const summary = 'it asks how a Unix system is kept, and this is Windows'
  return { check, place: '', outcome: 'not-applicable', because: { summary } }
}

/** All but one of the checks are about how Unix systems are kept. */
function isAsked(id: string, input: JudgeInput): boolean {
  if (id === 'inventory.operating-system-is-supported') return true
  return !factsNamed<OperatingSystem>(input, 'inventory.operating-system').some(({ items }) =>
    [...items.values()].some((system) => system.id === 'windows'),
  )
}
