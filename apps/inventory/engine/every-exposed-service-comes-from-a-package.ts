import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { Listener } from '../facts/index.ts'
import { counted, failing, holds, known } from './known.ts'

const check = 'inventory.every-exposed-service-comes-from-a-package'
const fact = 'inventory.listener'

/** Whoever listens on every interface is known to the package manager, so that updates reach it; Holdfast's own door is recognised. */
export function everyExposedServiceComesFromAPackage(input: JudgeInput<unknown>): readonly Verdict[] {
  const listeners = known<Listener>(input, fact)
  const exposed = listeners.items.filter(({ item }) => item.allInterfaces)
  const verdicts = new Map<string, Verdict>()
  for (const { item, scope, key } of exposed) {
    if (item.package || item.holdfast) continue
    const place = `${item.transport}/${item.port}`
    if (verdicts.has(place)) continue
    const program = item.script ?? item.executable ?? item.process
    const facts = [{ fact, scope, key } as const]
    // A process inside a container has its packages inside the container's image.
    if (item.container)
      verdicts.set(place, {
        check,
        place,
        outcome: 'not-applicable',
        because: { summary: `${program ?? 'the service'} on ${place} runs in a container`, facts },
      })
    else if (!program)
      verdicts.set(place, {
        check,
        place,
        outcome: 'unknown',
        because: { summary: `which program listens on ${item.address} port ${item.port} could not be seen`, facts },
      })
    else {
      verdicts.set(place, {
        check,
        place,
        outcome: 'fail',
        because: {
          summary: `${program} listens on ${item.address} port ${item.port} (${item.transport}), and no installed package owns it`,
          expected: 'a program of an installed package',
          actual: program,
          facts,
        },
        fix: `install it from a package, bind it to one address, or stop it`,
      })
    }
  }
  if (!listeners.whole) return failing([...verdicts.values()], listeners, check, input, fact)
  if (verdicts.size > 0) return [...verdicts.values()]
  return [
    holds(
      check,
      `${counted(exposed.length, 'socket')} on all interfaces, each of an installed package or of Holdfast itself`,
    ),
  ]
}
