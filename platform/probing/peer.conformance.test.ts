import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { readScapContent } from '@holdfast/kit/scap'
import { resolvePolicy } from '@holdfast/kit/xccdf'
import { hostWorld } from '@holdfast/platform/world'
import { evaluateChecklist } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, '../feeds/scap-datastreams')
const skip = !existsSync(folder)
  ? `no data streams at ${folder}`
  : spawnSync('oscap', ['--version']).error === undefined
    ? false
    : 'oscap is not installed'

/** Profiles that the peer judges in seconds: none of their rules makes it walk the whole file system. */
const compared = [
  ['ssg-debian11-ds.xml.gz', 'xccdf_org.ssgproject.content_profile_standard'],
  ['ssg-debian11-ds.xml.gz', 'xccdf_org.ssgproject.content_profile_anssi_np_nt28_high'],
  ['ssg-ubuntu2204-ds.xml.gz', 'xccdf_org.ssgproject.content_profile_standard'],
  ['ssg-rhel9-ds.xml.gz', 'xccdf_org.ssgproject.content_profile_ospp'],
] as const

for (const [file, profile] of compared)
  for (const platforms of [true, false])
    test(`${profile} of ${file} is judged as oscap judges it, ${platforms ? 'with' : 'without'} platforms`, {
      skip,
    }, async () => {
      const whole = gunzipSync(readFileSync(join(folder, file))).toString('utf8')
      const text = platforms ? whole : whole.replaceAll(/<xccdf-1\.2:platform idref="[^"]*"\/>/g, '')
      const work = mkdtempSync(join(tmpdir(), 'holdfast-peer-'))
      writeFileSync(join(work, 'ds.xml'), text)
      const ran = spawnSync('oscap', ['xccdf', 'eval', '--profile', profile, '--results', 'results.xml', 'ds.xml'], {
        cwd: work,
        timeout: 120_000,
      })
      assert.ok(ran.status === 0 || ran.status === 2, String(ran.stderr))
      const peer = new Map(
        [
          ...readFileSync(join(work, 'results.xml'), 'utf8').matchAll(
            /<rule-result idref="([^"]*)"[^>]*>\s*<result>([^<]*)</g,
          ),
        ].map(([, id = '', result = '']) => [id, result]),
      )
      const reading = readScapContent(text)
      assert.ok(reading.ok)
      const [checklist] = reading.content.checklists
      assert.ok(checklist !== undefined)
      const policy = resolvePolicy(checklist.benchmark, profile)
      const { results } = await evaluateChecklist(reading.content, checklist, policy, hostWorld())
      const differing = results.filter(({ rule, result }) => peer.get(rule.rule.id) !== result)
      assert.deepEqual(
        differing.map(({ rule, result }) => `${rule.rule.id}: ${result}, not ${peer.get(rule.rule.id)}`),
        [],
      )
      assert.ok(peer.size > 300 && results.length >= peer.size)
    })
