import { ContentError, formatContentProblem } from '@holdfast/platform/content'
import { conflict, notFound, Problem, unprocessable } from '@holdfast/platform/http/conventions'
import { CampaignError } from '../store/campaign-error.ts'

/** Does something, and says what a campaign or a pack does not allow as the API says it. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ContentError)
      throw new Problem(422, 'invalid-pack', 'The pack was refused; nothing changed.', {
        errors: error.problems.slice(0, 50).map((problem) => ({
          pointer: '/body/text',
          code: 'invalid-pack',
          message: formatContentProblem(problem),
        })),
      })
    if (!(error instanceof CampaignError)) throw error
    if (error.code === 'not-found') throw notFound('campaign')
    if (error.code === 'no-such-pack') throw unprocessable('/body/pack', error.code, error.message)
    throw conflict(error.code, error.message)
  }
}
