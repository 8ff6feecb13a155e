import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { arbitraryQuery } from '../../testing/arbitrary-query.ts'
import { sampleEntity } from '../../testing/sample-entity.ts'
import { samplePlan } from '../../testing/sample-plan.ts'
import { sampleTime } from '../../testing/sample-time.ts'
import { plan } from '../meaning/check.ts'
import { echo } from './echo.ts'

describe('a query is said back', () => {
  const echoes: readonly [string, string][] = [
    ['', 'all hosts'],
    ['status:open and severity:[3 .. 5]', 'open hosts of medium or worse'],
    ['status:[new, fixed] severity <= low', 'new or fixed hosts of low or better'],
    ['severity:[low, high]', 'hosts of low or high'],
    ['status:open count', 'the number of open hosts'],
    ['name:web', 'hosts where name contains "web"'],
    ['name:web* and not name:*corp', 'hosts where name starts with "web" and name does not end with "corp"'],
    ['name:`Web`', 'hosts where name is exactly "Web"'],
    ['name:w*b*c', 'hosts where name looks like "w*b*c"'],
    ['name ~ /^web/', 'hosts where name matches ^web'],
    ['risk > 70 or owner is null', 'hosts where risk is more than 70 or owner is not known'],
    ['not (risk > 70 or online:true)', 'hosts where risk is not more than 70 and online is not true'],
    ['(risk > 70 or owner:a) name:b', 'hosts where (risk is more than 70 or owner is "a") and name contains "b"'],
    ['risk:[1 .. 5] cost:(1 .. 5]', 'hosts where risk is from 1 to 5 and cost is more than 1 and 5 or less'],
    ['lastSeen > now-7d', 'hosts where last seen since 2026-11-15 11:30'],
    ['lastSeen:2026-11-22 firstSeen:2026-10', 'hosts where last seen on 2026-11-22 and first seen in 2026-10'],
    ['not lastSeen < 2026', 'hosts where last seen not before 2026-01-01'],
    ['memory >= 16 GiB', 'hosts where memory is 16 GiB or more'],
    ['address:10.0.0.0/8', 'hosts where address is within 10.0.0.0/8'],
    ['agent < 3.0.15 agent:9.2', 'hosts where agent is less than 3.0.15 and agent is 9.2 (any build)'],
    [
      'software:(name:openssl and version:"<3.0.15")',
      'hosts where there is some software whose name contains "openssl" and version is less than 3.0.15',
    ],
    ['not exists port', 'hosts where there is no port'],
    ['port:22 and not software:lib*', 'hosts where port is 22 and no software starts with "lib"'],
    ['port.protocol:udp', 'hosts where there is some port whose protocol is "udp"'],
    ['lastSeen - firstSeen > 30d', 'hosts where last seen is more than 30 days after first seen'],
    ['web', 'hosts where a text contains "web"'],
    ['label:[a, b, c, d, e, f, g, h]', 'hosts where label is "a", "b", "c", "d" or 4 others'],
    ['status:open group by severity', 'open hosts, one row per severity'],
    [
      'group by lastSeen/w, owner sort by count desc limit 5',
      'all hosts, one row per week of last seen and owner, sorted by count, highest first, at most 5',
    ],
    [
      'sort by lastSeen desc as of 2026-11-01',
      'all hosts, sorted by last seen, latest first, as of the end of 2026-11-01',
    ],
    ['risk:[1 .. 1) or risk:(2 .. 2)', 'no hosts: the conditions exclude each other'],
  ]
  for (const [text, expected] of echoes) test(text || 'nothing', () => assert.equal(echo(samplePlan(text)), expected))

  test('shortly and without harm, whatever was asked', () => {
    fc.assert(
      fc.property(arbitraryQuery, (text) => {
        const checked = plan(text, sampleEntity, sampleTime)
        if (!checked.ok) return
        const words = echo(checked.plan)
        assert.doesNotMatch(words, /undefined|\[object|NaN|\p{Cc}|[\u202a-\u202e]/u)
      }),
      { numRuns: 1000 },
    )
    assert.ok(
      echo(samplePlan(Array.from({ length: 5000 }, (_, index) => `note:word${index}`).join(' or '))).length < 3000,
    )
  })
})
