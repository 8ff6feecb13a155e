import { readFileSync, statSync } from 'node:fs'
import { parseCvss, scoreCvss } from '@holdfast/kit/cvss'
import { visible } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { exitStatus, ScanError } from '@holdfast/platform/scanning'
import {
  type Exploitation,
  type PlaceFacts,
  readTuning,
  type ScoreModel,
  score1,
  type ThreatFacts,
} from '../engine/priority/index.ts'

type Options = VerbContext['options']

const largestTuning = 65_536

/** What options say of the vulnerability; each stands in place of what feeds know. */
export function threatOfOptions(options: Options, vector: string | undefined): ThreatFacts {
  const text = vector ?? word(options, 'cvss')
  const kev = options.kev === true || options.ransomware === true || options['kev-due'] !== undefined
  const due = date(options, 'kev-due')
  const exploit = word(options, 'exploit') as Exploitation | undefined
  const rating = word(options, 'rating')
  const epss = probability(options)
  const automatable = word(options, 'automatable') as 'yes' | 'no' | undefined
  const technicalImpact = word(options, 'technical-impact') as 'partial' | 'total' | undefined
  return {
    ...(text !== undefined && { cvss: cvssOf(text) }),
    ...(rating !== undefined && { rating }),
    ...(epss !== undefined && { epss }),
    ...(kev && { kev: { ransomware: options.ransomware === true, ...(due !== undefined && { due }) } }),
    ...(exploit !== undefined && { exploitation: { level: exploit, because: '--exploit says so' } }),
    ...(automatable && { automatable }),
    ...(technicalImpact && { technicalImpact }),
  }
}

/** Where it is found; undefined when no option says anything of it. */
export function placeOfOptions(options: Options): PlaceFacts | undefined {
  const criticality = word(options, 'criticality')
  const reach = word(options, 'reach') as PlaceFacts['reach']
  const use = word(options, 'use') as PlaceFacts['use']
  if (criticality === undefined && reach === undefined && use === undefined) return undefined
  return {
    ...(criticality !== undefined && { criticality: Number(criticality) }),
    ...(reach !== undefined && { reach }),
    ...(use !== undefined && { use }),
  }
}

/** The published model, or with the weights of a file. */
export function modelOfOptions(options: Options): ScoreModel {
  const file = word(options, 'tuning')
  if (file === undefined) return score1
  const tuned = readTuning(score1, parsed(file))
  if (!tuned.ok) throw new ScanError(`${file}: ${tuned.problems.join(' ')}`, exitStatus.usage)
  return tuned.model
}

/** The day of the score, `YYYY-MM-DD`. */
export function dayOfOptions(options: Options): string {
  return date(options, 'day') ?? new Date().toISOString().slice(0, 10)
}

function cvssOf(text: string): NonNullable<ThreatFacts['cvss']> {
  const result = parseCvss(text.trim())
  if (!result.ok) {
    throw refuse(`"${visible(text.slice(0, 200))}" is neither a CVE nor a CVSS vector: ${result.problem.message}.`)
  }
  const { version } = result.value
  return { vector: text.trim(), version, score: scoreCvss(result.value).score }
}

function probability(options: Options): number | undefined {
  const text = word(options, 'epss')
  if (text === undefined) return undefined
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%)?$/.exec(text) ?? []
  const value = Number(digits) / (percent === undefined ? 1 : 100)
  if (!(value <= 1)) throw refuse(`--epss is a probability from 0 to 1, or in per cent (97%), not "${text}".`)
  return value
}

function date(options: Options, name: string): string | undefined {
  const text = word(options, name)
  if (text === undefined) return undefined
  const at = new Date(`${text}T00:00:00Z`)
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
  if (!real) throw refuse(`--${name} is a day as 2026-11-23, not "${text}".`)
  return text
}

function word(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

function parsed(file: string): unknown {
  try {
    if (statSync(file).size > largestTuning) throw new Error(`longer than ${largestTuning} bytes`)
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw refuse(`${file} cannot be read as JSON: ${(error as Error).message}`)
  }
}

function refuse(message: string): ScanError {
  return new ScanError(message, exitStatus.usage)
}
