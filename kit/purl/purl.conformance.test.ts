import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatPurl, type PurlComponents, parsePurl } from './index.ts'

interface SuiteCase {
  readonly description: string
  readonly test_group: 'required' | 'recommended'
  readonly test_type: 'parse' | 'build' | 'validate'
  readonly input: string | PurlComponents
  readonly expected_output: string | PurlComponents | null
  readonly expected_failure: boolean
}

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const suite = join(corpora, 'purl/tests')

/** The suite refuses upper-case qualifier keys for rpm and gem, and in this one required case of maven takes one. */
const contradictions = [
  'pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=repo.spring.io/release',
]

test('the package URL suite passes', { skip: existsSync(suite) ? false : `no corpus at ${suite}` }, () => {
  const files = readdirSync(suite, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-test.json'))
  const cases = files.flatMap((file) => JSON.parse(readFileSync(join(suite, file), 'utf8')).tests as SuiteCase[])
  const failed = cases.filter((one) => !passes(one))
  assert.equal(cases.length, 586)
  assert.deepEqual(
    failed.map((one) => one.input),
    contradictions,
  )
})

function passes(one: SuiteCase): boolean {
  const actual = run(one)
  if (one.expected_failure) return actual === undefined
  const expected = typeof one.expected_output === 'string' ? one.expected_output : comparable(one.expected_output ?? {})
  return actual === expected
}

/** "validate" and "recommended" cases correct what is not canonical; required parse cases must refuse it. */
function run(one: SuiteCase): string | undefined {
  if (one.test_type === 'build') {
    const built = formatPurl(one.input as PurlComponents)
    return built.ok ? built.value : undefined
  }
  const lenient = one.test_type === 'validate' || one.test_group === 'recommended'
  const parsed = parsePurl(one.input as string, { lenient })
  if (!parsed.ok) return undefined
  if (one.test_type === 'parse') return comparable(parsed.value)
  const text = formatPurl(parsed.value)
  return text.ok ? text.value : undefined
}

function comparable(purl: PurlComponents): string {
  const qualifiers = Object.entries(purl.qualifiers ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const { type, namespace, name, version, subpath } = purl
  return JSON.stringify([type, namespace ?? null, name, version ?? null, qualifiers, subpath ?? null])
}
