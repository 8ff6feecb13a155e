import { type SupportTable, supportStatus } from '@holdfast/kit/eol'
import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { OperatingSystem } from '../facts/index.ts'
import { known, notAssessed } from './known.ts'

const check = 'inventory.operating-system-is-supported'
const fact = 'inventory.operating-system'

/** Security fixes still reach the installed release: by the tables of support dates, or else by the date the release itself states. */
export function operatingSystemIsSupported(input: JudgeInput<readonly SupportTable[]>): readonly Verdict[] {
  const found = known<OperatingSystem>(input, fact).items[0]
  if (!found) return [notAssessed(check, input, fact)]
  const { item: os, scope, key } = found
  const day = input.now.slice(0, 10)
  const facts = [{ fact, scope, key } as const]
  const support = supportStatus(input.content, { id: os.id, version: os.version }, { on: day })
  const answer = (outcome: 'pass' | 'fail', summary: string, fix?: string): Verdict[] => [
    { check, place: '', outcome, because: { summary, facts }, ...(fix ? { fix } : {}) },
  ]
  switch (support.status) {
    case 'rolling':
      return answer('pass', `${os.name} is a rolling release; it is supported as long as it is kept up to date`)
    case 'supported':
      return answer(
        'pass',
        `${os.name} gets security fixes (${support.phase.name})${support.until ? ` until ${support.until}` : ''}`,
      )
    case 'ended':
      return answer(
        'fail',
        `${os.name} has had no security fixes since ${support.endedOn}`,
        'move to a release that is still supported',
      )
    case 'unknown':
      if (!os.supportEnd)
        return [
          {
            check,
            place: '',
            outcome: 'unknown',
            because: { summary: `no support dates are known for ${os.name}`, facts },
          },
        ]
      return os.supportEnd >= day
        ? answer('pass', `${os.name} states that it is supported until ${os.supportEnd}`)
        : answer(
            'fail',
            `${os.name} states that its support ended on ${os.supportEnd}`,
            'move to a release that is still supported',
          )
  }
}
