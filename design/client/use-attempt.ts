import { useState } from 'react'
import { RequestProblem } from './request-problem.ts'

export interface Attempt {
  readonly busy: boolean
  /** Why the last attempt was refused. */
  readonly problem: RequestProblem | undefined
  /** The same in a sentence: what is wrong with the first field that is. */
  readonly words: string | undefined
  /** Does something that the server may refuse. Answers whether it was done; anything but a refusal is thrown. */
  readonly attempt: (work: () => Promise<void>) => Promise<boolean>
}

/** For forms that send: busy while it is under way, and why it was refused. */
export function useAttempt(): Attempt {
  const [problem, setProblem] = useState<RequestProblem>()
  const [busy, setBusy] = useState(false)
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      return true
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, words: problem && (problem.errors[0]?.message ?? problem.message), attempt }
}
