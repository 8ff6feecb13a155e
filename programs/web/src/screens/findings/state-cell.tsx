import { StateMark } from '@holdfast/design'
import { type FindingRow, lifeState, lifeWord } from './finding.ts'

export function StateCell({ finding }: { finding: Pick<FindingRow, 'status' | 'disposition'> }) {
  const state = lifeState(finding)
  return <StateMark state={state}>{lifeWord(state)}</StateMark>
}
