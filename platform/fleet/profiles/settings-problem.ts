import { openMinutesOfWeek, windowProblem } from '@holdfast/kit/weekly-windows'
import { type AgentSettings, settingsProblem as shapeProblem } from '../../trust/index.ts'

/** An agent that is never heard cannot be told anything any more. */
const leastOpenMinutes = 240

/** Why settings cannot be given to agents; undefined where they can. */
export function settingsProblem(settings: AgentSettings): string | undefined {
  const shape = shapeProblem(settings)
  if (shape) return shape
  const windows = settings.windows ?? []
  for (const window of windows) {
    const problem = windowProblem(window)
    if (problem) return problem
  }
  for (const stops of ['activity', 'transmission'] as const) {
    const open = openMinutesOfWeek(windows.filter((each) => stops === 'activity' || each.stops === stops))
    if (open < leastOpenMinutes)
      return `the windows leave ${open} minutes of a week for ${stops === 'activity' ? 'collection' : 'transmission'}: leave four hours at least`
  }
  return undefined
}
