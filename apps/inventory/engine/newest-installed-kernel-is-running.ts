import { compareVersions } from '@holdfast/kit/versions'
import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { Kernel } from '../facts/index.ts'
import { holds, known, notApplicable, notAssessed } from './known.ts'

const check = 'inventory.newest-installed-kernel-is-running'
const fact = 'inventory.kernel'

/** An upgraded kernel protects only after a restart. Kernels of another flavour (`-rt`, `-cloud`) are no successors of the one that runs. */
export function newestInstalledKernelIsRunning(input: JudgeInput<unknown>): readonly Verdict[] {
  const kernels = known<Kernel>(input, fact)
  const running = kernels.items.find(({ item }) => item.running)
  const installed = kernels.items.filter(({ item }) => !item.running || item.image !== undefined)
  if (!running || !kernels.whole) return [notAssessed(check, input, fact)]
  if (installed.length === 0)
    return [
      notApplicable(
        check,
        `the running kernel ${running.item.release} comes from outside this host; none is installed`,
      ),
    ]
  const newer = installed
    .filter(
      ({ item }) =>
        flavour(item.release) === flavour(running.item.release) && isNewer(item.release, running.item.release),
    )
    .sort((a, b) => compareVersions('deb', b.item.release, a.item.release) ?? 0)
  const newest = newer[0]
  if (!newest) return [holds(check, `${running.item.release} runs, and no newer kernel of its kind is installed`)]
  return [
    {
      check,
      place: '',
      outcome: 'fail',
      because: {
        summary: `${newest.item.release} is installed, and ${running.item.release} still runs`,
        expected: newest.item.release,
        actual: running.item.release,
        facts: [running, newest].map(({ scope, key }) => ({ fact, scope, key })),
      },
      fix: 'restart the host',
    },
  ]
}

/** The words at the end of a release: `6.1.0-27-amd64` → `amd64`, `5.14.0-503.el9.x86_64` → `x86_64`. */
function flavour(release: string): string {
  return /[-.]([a-z][a-z0-9_]*(?:-[a-z][a-z0-9_]*)*)$/.exec(release)?.[1] ?? ''
}

function isNewer(a: string, b: string): boolean {
  return (compareVersions('deb', a, b) ?? 0) > 0
}
