import type { VerbContext } from '@holdfast/platform/contract'
import { exitStatus, ScanError } from '@holdfast/platform/scanning'
import { explainScore, type ThreatFacts } from '../engine/priority/index.ts'
import { factsOfLibrary } from '../engine/priority/score/facts-of-library.ts'
import { priorityDocument, priorityTable } from './priority-document.ts'
import { dayOfOptions, modelOfOptions, placeOfOptions, threatOfOptions } from './score-options.ts'

/** `holdfast score`: what a vulnerability scores, and why. */
export async function run(context: VerbContext): Promise<number> {
  try {
    return await score(context)
  } catch (error) {
    if (!(error instanceof ScanError)) throw error
    context.say(`holdfast: ${error.message}`)
    return error.status
  }
}

async function score({ positionals, options, environment, out, say }: VerbContext): Promise<number> {
  const [subject] = positionals
  const cve = subject !== undefined && /^CVE-\d{4}-\d{4,}$/i.test(subject) ? subject.toUpperCase() : undefined
  if (subject !== undefined && cve === undefined && options.cvss !== undefined) {
    throw new ScanError('The vector stands there twice: as an argument and as --cvss.', exitStatus.usage)
  }
  const told = threatOfOptions(options, cve === undefined ? subject : undefined)
  const place = placeOfOptions(options)
  const day = dayOfOptions(options)
  const model = modelOfOptions(options)
  const known = cve === undefined ? undefined : await knownOf(cve, options.feed, environment)
  if (known !== undefined && known.feeds.length === 0) {
    const none = known.any ? `No feed knows ${cve}` : 'There is no feed'
    say(`${none}: scored by what the command line says alone (holdfast feed sync, or holdfast feed import DIR).`)
  }
  const threat: ThreatFacts = { ...known?.facts, ...told }
  if (Object.keys(threat).length === 0) {
    const hint = 'Give a CVE that a feed knows, a CVSS vector, or options such as --epss.'
    throw new ScanError(
      `Nothing is known of it: not assessed. ${hint}`,
      cve === undefined ? exitStatus.usage : exitStatus.nothing,
    )
  }
  const explanation = explainScore(threat, place, { day, model })
  const about = { subject: cve ?? told.cvss?.vector ?? 'what the options say', day, feeds: known?.feeds ?? [] }
  const document = priorityDocument(about, threat, place, explanation, known?.catalogue ?? false)
  if (options.output === 'json') await out(`${JSON.stringify(document, null, 2)}\n`)
  else await out(`${priorityTable(document).join('\n')}\n`)
  return exitStatus.ok
}

interface Known {
  readonly facts: ThreatFacts
  /** Feeds that know it. */
  readonly feeds: readonly string[]
  /** Whether there is any feed. */
  readonly any: boolean
  /** Whether the catalogue of known exploited vulnerabilities is among them. */
  readonly catalogue: boolean
}

async function knownOf(cve: string, feed: unknown, environment: VerbContext['environment']): Promise<Known> {
  const [{ openContent }, { homePath }] = await Promise.all([
    import('./open-content.ts'),
    import('@holdfast/platform/store'),
  ])
  const place = { home: homePath(environment), feeds: typeof feed === 'string' ? feed : undefined }
  const library = await opened(() => openContent(place))
  try {
    const threats = library.threatsOf(cve)
    const advisories = library.advisoriesOf(cve).filter(({ advisory }) => advisory.withdrawn === undefined)
    return {
      facts: factsOfLibrary(cve, threats, advisories),
      feeds: [...new Set([...threats, ...advisories].map(({ feed }) => feed))].sort(),
      any: library.feeds().length > 0,
      catalogue: library.feeds().some(({ feed }) => feed === 'cisa-kev'),
    }
  } finally {
    library.close()
  }
}

async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'FeedError' || name === 'LibraryError') throw new ScanError(message, exitStatus.usage)
    throw error
  }
}
