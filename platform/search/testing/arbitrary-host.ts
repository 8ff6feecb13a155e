import fc from 'fast-check'

/** A host as it is in memory; the database gets the same. */
export interface SampleHost {
  readonly id: number
  readonly name: string
  readonly owner: string | null
  readonly note: string | null
  readonly severity: number
  readonly status: string
  readonly disposition: string | null
  readonly risk: number | null
  readonly epss: number | null
  readonly cost: number | null
  readonly memory: number | null
  readonly first_seen: string | null
  readonly last_seen: string | null
  readonly address: string | null
  readonly online: boolean | null
  readonly labels: readonly string[] | null
  readonly agent: string | null
  readonly ports: readonly { readonly number: number; readonly protocol: string; readonly service: string | null }[]
  readonly software: readonly { readonly name: string; readonly version: string }[]
}

/** Texts that meet each other often, with every trap of case, patterns and quotes. */
export const sampleTexts = [
  'web',
  'WEB-01',
  'web-02.corp.example',
  'db 100% ready',
  'snake_case',
  'back\\slash\\',
  'Müller',
  'MÜLLER ß',
  'straße',
  'Ωmega ω',
  'İstanbul ı',
  '\u212a Kelvin k',
  'it\'s "quoted" `here`',
  '日本語サーバ',
  'emoji 🛡️ shield',
  'a*b',
  '',
  ' ',
  'null',
  'naïve Äpfel',
  '[x .. y]',
  'e\u0301 decomposed',
  'line\nbreak',
  '\u202egnirts',
] as const

export const sampleVersions = [
  '1.0',
  '1.0.1',
  '3.0.15-1~deb12u1',
  '1:9.2p1-2+deb12u2',
  '9.10',
  '9.9',
  '1.0-rc1',
  'v2.0',
  '2.0~beta2',
  '10',
] as const
export const sampleAddresses = [
  '10.0.0.1',
  '10.0.255.3',
  '10.1.0.1',
  '192.168.1.20',
  '0.0.0.0',
  '255.255.255.255',
  'fe80::1',
  '2001:db8::ff',
  '::1',
  '::ffff:10.0.0.1',
] as const
export const sampleDates = [
  '2026-11-22T10:30:00.000Z',
  '2026-11-22T00:00:00.000Z',
  '2026-11-21T23:59:59.999Z',
  '2026-11-15T10:30:00.001Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T01:30:00.000Z',
  '2025-02-28T12:00:00.000Z',
  '1969-12-31T23:59:59.500Z',
] as const

const text = fc.constantFrom(...sampleTexts)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 })

const port = fc.record({
  number: fc.constantFrom(22, 80, 443, 8080, 65535),
  protocol: fc.constantFrom('tcp', 'udp', 'TCP'),
  service: maybe(text),
})
const software = fc.record({
  name: fc.constantFrom('openssl', 'OpenSSL', 'libssl3', 'müsli', 'zlib1g'),
  version: fc.constantFrom(...sampleVersions),
})

const host = fc.record({
  name: text,
  owner: maybe(text),
  note: maybe(text),
  severity: fc.integer({ min: 1, max: 5 }),
  status: fc.constantFrom('new', 'active', 'fixed'),
  disposition: maybe(fc.constantFrom('accepted', 'mitigated')),
  risk: maybe(fc.constantFrom(0, 1, 50, 70, 71, 100, -2147483648, 2147483647)),
  epss: maybe(fc.constantFrom(0, 0.1, 0.5, 0.97, 1)),
  cost: maybe(fc.constantFrom(0, 0.1, 12.5, 1000, -3.25)),
  memory: maybe(fc.constantFrom(0, 1000, 1024, 10_000_000, 16 * 2 ** 30)),
  first_seen: maybe(fc.constantFrom(...sampleDates)),
  last_seen: maybe(fc.constantFrom(...sampleDates)),
  address: maybe(fc.constantFrom(...sampleAddresses)),
  online: maybe(fc.boolean()),
  labels: maybe(fc.uniqueArray(text, { maxLength: 3 })),
  agent: maybe(fc.constantFrom(...sampleVersions)),
  ports: fc.uniqueArray(port, { maxLength: 3, selector: ({ number, protocol }) => `${number}/${protocol}` }),
  software: fc.uniqueArray(software, { maxLength: 3, selector: ({ name, version }) => `${name} ${version}` }),
})

/** A fleet of hosts, numbered from 1. */
export function arbitraryHosts(size: number): fc.Arbitrary<SampleHost[]> {
  return fc
    .array(host, { minLength: size, maxLength: size })
    .map((hosts) => hosts.map((one, index) => ({ ...one, id: index + 1 })))
}
