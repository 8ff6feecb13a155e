import fc from 'fast-check'
import type { ValueStyle } from '../language/syntax/query.ts'
import { writeValue } from '../language/syntax/quote.ts'
import { sampleAddresses, sampleDates, sampleTexts, sampleVersions } from './arbitrary-host.ts'

const quotedStyle = fc.constantFrom<ValueStyle>('phrase', 'literal', 'exact')

/** A text that meets the samples: whole, a part of one, or with stars in it. */
const someText = fc
  .tuple(
    fc.constantFrom(...sampleTexts),
    fc.nat({ max: 8 }),
    fc.nat({ max: 8 }),
    fc.constantFrom('whole', 'part', 'star', 'case'),
  )
  .map(([text, from, length, how]) => {
    const characters = [...text]
    switch (how) {
      case 'part':
        return characters.slice(from, from + 1 + length).join('')
      case 'star':
        return `${characters.slice(0, from).join('')}*${characters.slice(from + length).join('')}`
      case 'case':
        return from % 2 === 0 ? text.toUpperCase() : text.toLowerCase()
      default:
        return text
    }
  })

const textValue = fc.tuple(someText, quotedStyle).map(([text, style]) => writeValue({ text, style }))
const number = fc.constantFrom(
  '0',
  '1',
  '50',
  '70',
  '70.5',
  '0.1',
  '0.97',
  '100',
  '-3.25',
  '99999999999',
  '-99999999999',
  '443',
  '22',
)
const size = fc.constantFrom('0', '1000', '1 KB', '1 KiB', '10 MB', '16GiB', '15.9 GiB', '7 PiB')
const date = fc.oneof(
  fc.constantFrom(
    'now',
    'now-7d',
    'now-1h',
    'now/d',
    'now-1w/w',
    'now-1M/M',
    'now-1y',
    'today',
    'yesterday',
    '2026',
    '2026-11',
  ),
  fc.constantFrom(
    '2026-11-22',
    '2026-10-25',
    '2026-11-22T10:30Z',
    "'2026-11-22 11:30'",
    '1969-12-31',
    '2026-10-25T02:30',
  ),
  fc.constantFrom(...sampleDates),
)
const address = fc.oneof(
  fc.constantFrom(...sampleAddresses),
  fc.constantFrom('10.0.0.0/8', '10.0.*', '10.0.0.1-10.0.255.255', 'fe80::/10', '::/0', '0.0.0.0/0', '2001:db8::/32'),
)
const version = fc.oneof(fc.constantFrom(...sampleVersions), fc.constantFrom('9', '9.2', '3.0', '2'))
const severity = fc.constantFrom('1', 'low', 'medium', 'HIGH', 'urgent', 'critical', '4')
const compare = fc.constantFrom('>', '>=', '<', '<=')

interface Shape {
  readonly name: string
  readonly value: fc.Arbitrary<string>
  readonly ordered: boolean
  readonly text?: boolean
}

const hostTokens: readonly Shape[] = [
  { name: 'name', value: textValue, ordered: false, text: true },
  { name: 'owner', value: textValue, ordered: false, text: true },
  { name: 'note', value: textValue, ordered: false, text: true },
  { name: 'label', value: textValue, ordered: false, text: true },
  { name: 'severity', value: severity, ordered: true },
  { name: 'status', value: fc.constantFrom('new', 'active', 'fixed', 'open', '*e*'), ordered: false },
  { name: 'disposition', value: fc.constantFrom('accepted', 'mitigated'), ordered: false },
  { name: 'risk', value: number, ordered: true },
  { name: 'epss', value: number, ordered: true },
  { name: 'cost', value: number, ordered: true },
  { name: 'memory', value: size, ordered: true },
  { name: 'firstSeen', value: date, ordered: true },
  { name: 'lastSeen', value: date, ordered: true },
  { name: 'address', value: address, ordered: true },
  { name: 'online', value: fc.constantFrom('true', 'false', 'YES', '0'), ordered: false },
  { name: 'agent', value: version, ordered: true, text: true },
]
const portTokens: readonly Shape[] = [
  { name: 'number', value: number, ordered: true },
  { name: 'protocol', value: fc.constantFrom('tcp', 'udp', '`TCP`', 't*'), ordered: false },
  { name: 'service', value: textValue, ordered: false, text: true },
]
const softwareTokens: readonly Shape[] = [
  {
    name: 'name',
    value: fc.constantFrom('openssl', '`OpenSSL`', '*ssl*', 'lib*', 'MÜSLI', "'zlib1g'"),
    ordered: false,
    text: true,
  },
  { name: 'version', value: version, ordered: true, text: true },
]

const patterns = ['^web', 'ü', '[a-z]+-\\d{2}', '(web|db)\\b', '^$', 'k$', '\\\\', '.', '[^a-zß]', 'e{2,}|s{1,3}e']

function conditionOn(shape: Shape): fc.Arbitrary<string> {
  const { name, value, ordered, text } = shape
  const choices = [
    value.map((one) => `${name}:${one}`),
    value.map((one) => `${name} = ${one}`),
    value.map((one) => `${name} != ${one}`),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((all) => `${name}:[${all.join(', ')}]`),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((all) => `${name} not in (${all.join(', ')})`),
    fc.constantFrom(`${name}:*`, `${name} is null`, `exists ${name}`),
  ]
  if (ordered) {
    choices.push(fc.tuple(compare, value).map(([operator, one]) => `${name} ${operator} ${one}`))
    choices.push(
      fc
        .tuple(fc.constantFrom('[', '('), value, value, fc.constantFrom(']', ')'))
        .map(([open, low, high, close]) => `${name}:${open}${low} .. ${high}${close}`),
    )
    choices.push(
      fc.tuple(value, fc.boolean()).map(([one, low]) => (low ? `${name}:[${one} ..]` : `${name}:(.. ${one}]`)),
    )
  }
  if (text) {
    choices.push(fc.constantFrom(...patterns).map((pattern) => `${name} ~ /${pattern}/`))
    choices.push(fc.constantFrom(...patterns).map((pattern) => `${name} ~ \`${pattern}\``))
  }
  return fc.oneof(...choices)
}

function conditionsOn(shapes: readonly Shape[], prefix = ''): fc.Arbitrary<string> {
  return fc.oneof(...shapes.map((shape) => conditionOn({ ...shape, name: prefix + shape.name })))
}

function combined(leaf: fc.Arbitrary<string>, maxDepth: number): fc.Arbitrary<string> {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth, depthIdentifier: fc.createDepthIdentifier() },
      leaf,
      tie('tree').map((one) => `not (${one})`),
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((all) => `(${all.join(' and ')})`),
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((all) => `(${all.join(' or ')})`),
    ),
  }))
  return tree
}

const flat = fc.oneof(
  { arbitrary: conditionsOn(hostTokens), weight: 6 },
  { arbitrary: conditionsOn(portTokens, 'port.'), weight: 1 },
  { arbitrary: conditionsOn(softwareTokens, 'software.'), weight: 1 },
  { arbitrary: combined(conditionsOn(portTokens), 2).map((inner) => `port:(${inner})`), weight: 1 },
  { arbitrary: combined(conditionsOn(softwareTokens), 2).map((inner) => `software:(${inner})`), weight: 1 },
  {
    arbitrary: fc.constantFrom(
      'agent:1.*',
      'agent = *.1*',
      'exists port',
      'port is null',
      'software:*',
      'port:22',
      'not software:libssl3',
    ),
    weight: 1,
  },
  { arbitrary: textValue, weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('>', '<=', '=', '!='), fc.constantFrom('0s', '30d', '7d', '1h', '-2w'))
      .map(([operator, length]) => `lastSeen - firstSeen ${operator} ${length}`),
    weight: 1,
  },
)

/** Queries about the sample hosts that mean something. */
export const arbitraryQuery: fc.Arbitrary<string> = combined(flat, 4)
