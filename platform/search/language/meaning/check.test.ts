import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sampleEntity } from '../../testing/sample-entity.ts'
import { sampleTime } from '../../testing/sample-time.ts'
import { evaluator } from '../evaluate/evaluator.ts'
import { defineEntity } from '../schema/define-entity.ts'
import { type CheckOptions, plan } from './check.ts'

function problemsOf(text: string, options: Partial<CheckOptions> = {}): string[] {
  const checked = plan(text, sampleEntity, { ...sampleTime, ...options })
  return checked.ok ? [] : checked.problems.map(({ code, at, length }) => `${code} ${at}+${length}`)
}

function finds(text: string, row: Record<string, unknown>, options: Partial<CheckOptions> = {}): boolean {
  const checked = plan(text, sampleEntity, { ...sampleTime, ...options })
  assert.ok(checked.ok, checked.ok ? '' : JSON.stringify(checked.problems))
  return evaluator(checked.plan.where)(row)
}

describe('a query that means nothing is refused with its place', () => {
  const mistakes: readonly [string, string][] = [
    ['serverity:5', 'token-unknown 0+9'],
    ['a:1 and severity:5', 'token-unknown 0+1'],
    ['port:(numbr:5)', 'token-not-in-group 6+5'],
    ['software:(port.number:5)', 'token-not-in-group 10+11'],
    ['severity:(name:5)', 'group-not-here 0+8'],
    ['severity:hihg', 'value-unknown 9+4'],
    ['status > new', 'operator-not-for-type 9+3'],
    ['severity:[low .. open]', 'value-unknown 17+4'],
    ['name > 5', 'operator-not-for-type 7+1'],
    ['name:[a .. b]', 'operator-not-for-type 0+13'],
    ['risk ~ /5/', 'operator-not-for-type 0+10'],
    ['risk:high', 'value-not-a-number 5+4'],
    ['risk:99999999999999999999', 'value-too-large 5+20'],
    ['memory:5XB', 'value-not-a-size 7+3'],
    ['lastSeen:soon', 'value-not-a-date 9+4'],
    ['address:10.1', 'value-not-an-address 8+4'],
    ['agent:latest', 'value-not-a-version 6+6'],
    ['online:maybe', 'value-not-a-boolean 7+5'],
    ['risk:[5 .. 1]', 'range-backwards 0+13'],
    ['lastSeen - firstSeen > 3 days', 'duration-broken 23+1'],
    ['lastSeen - risk > 3d', 'difference-needs-dates 11+4'],
    ['sort by owner', 'sort-not-possible 8+5'],
    ['sort by port.number', 'sort-not-possible 8+11'],
    ['group by risk/d', 'unit-needs-date 9+4'],
    ['group by risk sort by name', 'sort-not-in-group 22+4'],
    ['as of soon', 'value-not-a-date 6+4'],
    ['port:22 as of now-1d', 'as-of-not-possible 0+4'],
    ['view:mine', 'view-unknown 5+4'],
  ]
  for (const [text, expected] of mistakes) test(text, () => assert.deepEqual(problemsOf(text), [expected]))

  test('all of it at once', () => {
    assert.deepEqual(problemsOf('risk:x and lastSeen:y or nme:z sort by q'), [
      'value-not-a-number 5+1',
      'value-not-a-date 20+1',
      'token-unknown 25+3',
      'token-unknown 39+1',
    ])
  })

  test('and with what was probably meant', () => {
    const meant = (text: string) => {
      const checked = plan(text, sampleEntity, sampleTime)
      assert.ok(!checked.ok)
      const edit = checked.problems[0]!.suggestion?.edit
      return edit && text.slice(0, edit.at) + edit.text + text.slice(edit.at + edit.length)
    }
    assert.equal(meant('serverity:5'), 'severity:5')
    assert.equal(meant('risk:1 software:(versoin:5)'), 'risk:1 software:(version:5)')
    assert.equal(meant('severity:"critcal"'), 'severity:critical')
    assert.equal(meant('lastseem:now'), 'lastSeen:now')
    assert.equal(meant('zebra:5'), undefined)
  })

  test('also when the zone is none', () =>
    assert.deepEqual(problemsOf('risk:1', { zone: 'Moon' }), ['zone-unknown 0+0']))
})

describe('names', () => {
  test('do not mind case, and aliases are names', () => {
    assert.deepEqual(problemsOf('SEVERITY:HIGH and Asset.Name:x and openPorts.port:5 and OPENPORTS:(port:5)'), [])
  })

  test('of a group alone mean its main part, or that it is there', () => {
    const row = { ports: [{ number: 22, protocol: 'tcp' }] }
    for (const text of ['port:22', 'port = 22', 'port:[1 .. 30]', 'port in (22)', 'exists port', 'port:*']) {
      assert.ok(finds(text, row), text)
    }
    for (const text of ['port != 22', 'port is null', 'not port:22']) assert.ok(!finds(text, row), text)
    assert.ok(finds('port is null', { ports: [] }) && finds('port != 22', {}))
  })
})

describe('conditions', () => {
  const row = {
    name: 'Web-01.corp',
    severity: 4,
    status: 'active',
    risk: 70,
    labels: ['a', 'b'],
    last_seen: '2026-11-22T10:00:00Z',
    agent: '1:9.2p1',
    address: '10.1.2.3',
    ports: [
      { number: 22, protocol: 'tcp', service: 'OpenSSH 9' },
      { number: 53, protocol: 'udp' },
    ],
  }
  const holds = [
    ...[
      'name:web',
      'name:"eb-01"',
      "name:'web-01.CORP'",
      'name:`Web-01.corp`',
      'name:web*',
      'name:*corp',
      'name:w*0*p',
      'name = web-01.corp',
    ],
    ...[
      'name ~ /^web-\\d+/',
      'name ~ `^Web`',
      'not name ~ `^web`',
      'name:(web or db)',
      'name:[db, web]',
      'web',
      '"web-01" and corp',
    ],
    ...[
      'severity:4',
      'severity:high',
      'severity:">=3"',
      'severity:[3 .. 5]',
      'severity:(3 .. 5)',
      'severity > medium',
      'severity:h*',
      'severity:[* .. high]',
    ],
    ...[
      'status:open',
      'status:(fixed or open)',
      'not status:[new, fixed]',
      'risk:70',
      'risk:">=70"',
      'risk:[.. 70]',
      'risk:(69.5 .. 70.5)',
      'not risk:(.. 70)',
    ],
    ...[
      'label:a and label:b',
      'not label:c',
      'label:(a and b)',
      'lastSeen:2026-11-22',
      'lastSeen > now-1h',
      'lastSeen:today',
      'lastSeen >= 2026-11-22',
    ],
    ...[
      'lastSeen <= 2026-11-22',
      'lastSeen:[2026-11-01 .. 2026-11-22]',
      'not lastSeen < 2026-11-22',
      'agent:9.2',
      'agent > 9',
      'agent:"<10"',
      'agent = 9.2p1',
    ],
    ...[
      'address:10.0.0.0/8',
      'address:10.1.*',
      'address:[10.1.0.0 .. 10.1.255.255]',
      'port:(number:22 and protocol:tcp)',
      'port.number:22 and port.protocol:udp',
    ],
    ...[
      'not port:(number:22 and protocol:udp)',
      'owner is null',
      'owner:null',
      'not exists owner',
      'owner != mk',
      'risk is not null',
      'exists port.service',
    ],
    ...[
      'port:(number:53 and service is null)',
      'port.service:*',
      'not firstSeen < now',
      'not lastSeen - firstSeen > 1d',
    ],
  ]
  for (const text of holds) test(`${text} holds`, () => assert.ok(finds(text, row)))

  const fails = [
    ...[
      'name:`web-01.corp`',
      "name:'web'",
      'name = web',
      'name:corp*',
      'risk:"<70"',
      'severity:(4 .. 5]',
      'lastSeen > 2026-11-22',
      'lastSeen < 2026-11-22',
    ],
    ...[
      'owner:mk',
      'not owner is null',
      'port:(number:22 and service is null)',
      'agent:9.20',
      'label:(a and c)',
      'status != open',
      'db',
    ],
  ]
  for (const text of fails) test(`${text} does not hold`, () => assert.ok(!finds(text, row)))

  test('on absent values are false, and their negations true', () => {
    const conditions = [
      'owner:x',
      'owner ~ /./',
      'risk > 0',
      'risk < 0',
      'lastSeen < now',
      'address:0.0.0.0/0',
      'online:false',
      'label:x',
      'agent > 0',
      'port:1',
    ]
    for (const text of conditions) assert.deepEqual([finds(text, {}), finds(`not (${text})`, {})], [false, true], text)
  })

  test('do not reach into what objects inherit', () => {
    assert.ok(!finds('owner:*', Object.create({ owner: 'mk' })))
  })
})

describe('a saved view', () => {
  const views = (saved: Record<string, string>) => ({ views: (name: string) => saved[name] })
  test('is a condition like others', () => {
    const options = views({ worst: 'severity:critical or risk > 90', deep: 'view:worst and not online:true' })
    assert.ok(finds('not view:worst', { severity: 1 }, options))
    assert.ok(finds('view:deep', { severity: 5 }, options))
    assert.ok(!finds('view:"deep"', { severity: 5, online: true }, options))
  })
  test('never leads back to itself', () => {
    const options = views({ a: 'view:b', b: 'not view:a', broken: 'risk:', wrong: 'risk:x' })
    assert.deepEqual(problemsOf('view:a', options), ['view-circular 5+1'])
    assert.deepEqual(problemsOf('view:broken or view:wrong', options), ['view-broken 5+6', 'view-broken 20+5'])
  })
})

describe('as of a time', () => {
  const asOf = (text: string) => {
    const checked = plan(text, sampleEntity, sampleTime)
    assert.ok(checked.ok)
    return [checked.plan.asOf, checked.plan.time.now].map((time) => time && new Date(time).toISOString())
  }
  test('now is that time, and a day is its end', () => {
    assert.deepEqual(asOf('as of now-1d'), ['2026-11-21T10:30:00.000Z', '2026-11-21T10:30:00.000Z'])
    assert.deepEqual(asOf('as of 2026-11-01'), ['2026-11-01T23:00:00.000Z', '2026-11-01T23:00:00.000Z'])
    assert.deepEqual(asOf('as of today'), ['2026-11-22T10:30:00.000Z', '2026-11-22T10:30:00.000Z'])
  })
})

describe('an entity that contradicts itself', () => {
  const base = { name: 'things', one: 'thing', many: 'things', summary: 'Things.' }
  const token = { name: 'a', type: 'text', summary: 'A.' } as const
  const wrong: readonly [string, Parameters<typeof defineEntity>[0]][] = [
    ['a is declared twice', { ...base, tokens: [token, token] }],
    ['A b cannot be the name', { ...base, tokens: [{ ...token, name: 'A b' }] }],
    ['limit is a word of the language', { ...base, tokens: [{ ...token, name: 'limit' }] }],
    ['a: an enum, and nothing else, has values', { ...base, tokens: [{ ...token, type: 'enum' }] }],
    ['a: what has many values', { ...base, tokens: [{ ...token, many: true, sortable: true }] }],
    ['things have no token b', { ...base, tokens: [token], freeText: ['b'] }],
    ['things: a is not sortable', { ...base, tokens: [token], defaultSort: [{ token: 'a' }] }],
    [
      'x; drop is no name',
      { ...base, tokens: [{ ...token, sql: { column: 'a', search: { like: 'x; drop', id: 'id' } } }] },
    ],
  ]
  for (const [message, spec] of wrong) {
    test(`is refused: ${message}`, () =>
      assert.throws(
        () => defineEntity(spec),
        (error: Error) => error.message.startsWith(message),
      ))
  }
})
