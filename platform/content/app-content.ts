import type { Check, CheckId, Judge, ServerFace } from '../contract/index.ts'
import { contentDigest, digestOf, judgingDigest } from './content-digest.ts'
import { loadChecks } from './load-checks.ts'

/** A judge with what it judges by. */
export interface ReadyJudge {
  readonly judge: Judge
  readonly checks: ReadonlyMap<CheckId, Check>
  readonly content: unknown
  /** Of all that can change a verdict: see `judgingDigest`. */
  readonly digest: string
}

/** The words of a check that the judge answers, whether a file of the program or content from outside names it. */
export function wordsOf({ judge, checks, content }: ReadyJudge, id: CheckId): Check | undefined {
  return checks.get(id) ?? judge.open?.wordsOf(id, content)
}

/** The content of one app as it was loaded. */
export interface AppContent {
  readonly app: string
  readonly checks: ReadonlyMap<CheckId, Check>
  readonly judges: readonly ReadyJudge[]
  readonly digest: string
}

/**
 * Loads the checks and data of an app. `home` is the home directory of the installation; none where there is none, and then nothing was imported.
 * Each check is answered by exactly one of its judges; otherwise an Error says which is not.
 */
export async function loadAppContent(face: ServerFace, home = ''): Promise<AppContent> {
  const app = face.app.id
  const checks = face.checks ? loadChecks(app, face.checks) : new Map<CheckId, Check>()
  const owner = new Map<CheckId, string>()
  for (const judge of face.judges) {
    for (const id of judge.checks) {
      if (!checks.has(id)) throw new Error(`judge ${judge.id}: there is no check ${id} in apps/${app}/content`)
      const other = owner.get(id)
      if (other) throw new Error(`check ${id} is answered by two judges: ${other} and ${judge.id}`)
      owner.set(id, judge.id)
    }
  }
  const idle = [...checks.keys()].filter((id) => !owner.has(id))
  if (idle.length > 0) throw new Error(`app ${app}: no judge answers ${idle.join(', ')}`)
  const content: unknown = await face.loadContent?.(home)
  const dataDigest = digestOf(content ?? null)
  const judges = face.judges.map((judge) => {
    const own = new Map(judge.checks.map((id) => [id, checks.get(id) as Check]))
    return { judge, checks: own, content, digest: judgingDigest(judge, own.values(), dataDigest) }
  })
  return { app, checks, judges, digest: contentDigest(checks.values(), face.judges, dataDigest) }
}
