import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeUtf8 } from '../text/index.ts'
import { readWindowsRecording, windowsProductName } from './index.ts'

const folder = new URL('samples/', import.meta.url)
const sample = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const read = (value: unknown) => readWindowsRecording(encodeUtf8(JSON.stringify(value)))

test('each sample is read without a problem and has the name that advisories give it', () => {
  const names = readdirSync(folder).map((file) => {
    const reading = readWindowsRecording(readFileSync(new URL(file, folder)))
    assert.ok(reading.ok, file)
    assert.deepEqual(reading.recording.problems, [], file)
    return [file.replace('.json', ''), windowsProductName(reading.recording.system)]
  })
  assert.deepEqual(Object.fromEntries(names), {
    'server-2008-r2-later-rollup': 'Windows Server 2008 R2 for x64-based Systems Service Pack 1',
    'server-2012-r2-open': 'Windows Server 2012 R2',
    'server-2016-core-patched': 'Windows Server 2016 (Server Core installation)',
    'windows-10-1607-open': 'Windows 10 Version 1607 for x64-based Systems',
    'windows-11-23h2': 'Windows 11 Version 23H2 for x64-based Systems',
    'windows-7-open': 'Windows 7 for x64-based Systems Service Pack 1',
    'windows-7-security-only': 'Windows 7 for x64-based Systems Service Pack 1',
  })
})

test('old systems tell machines apart in another way; a build that no release has is called nothing', () => {
  const system = { build: 6002, servicePack: 2, role: 'client', isCore: false, architecture: 'x64' } as const
  assert.equal(windowsProductName(system), 'Windows Vista x64 Edition Service Pack 2')
  assert.equal(windowsProductName({ ...system, architecture: 'x86' }), 'Windows Vista Service Pack 2')
  assert.equal(
    windowsProductName({ ...system, role: 'server', architecture: 'x86', isCore: true }),
    'Windows Server 2008 for 32-bit Systems Service Pack 2 (Server Core installation)',
  )
  assert.equal(windowsProductName({ ...system, build: 12345 }), undefined)
})

test('common features have common names, and a list of one may stand without its list', () => {
  const reading = read({ ...sample('windows-7-open'), updates: { id: '4012212' } })
  assert.ok(reading.ok)
  assert.deepEqual(reading.recording.features, [{ name: 'smb1', enabled: true }])
  assert.deepEqual(reading.recording.updates, [{ id: 'KB4012212', kind: undefined, installedAt: undefined }])
})

test('says what is wrong and where; what was not seen is not empty', () => {
  const good = sample('windows-7-open')
  const wrong = (change: object) => {
    const reading = read({ ...good, ...change })
    return reading.ok ? '' : `${reading.problem.part ?? ''}: ${reading.problem.message}`
  }
  assert.equal(wrong({ format: 'x' }), ': no recording: "format" is not holdfast-windows-recording')
  assert.equal(wrong({ version: 2 }), ': "version" is 2, and only 1 can be read')
  assert.equal(wrong({ system: { ...good.system, version: '7' } }), 'system: has no version like 6.1 or 10.0')
  assert.equal(wrong({ system: { ...good.system, productType: 9 } }), 'system: productType is not 1, 2 or 3')
  assert.equal(wrong({ host: '' }), 'host: is missing')
  assert.equal(wrong({ recordedAt: 'today' }), 'recordedAt: is no time')
  const partly = read({
    ...good,
    updates: [{ id: 'KB1' }, { id: 'KB4012212' }],
    features: null,
    listeners: [{ transport: 'x' }],
  })
  assert.ok(partly.ok)
  assert.equal(partly.recording.updates?.length, 1)
  assert.equal(partly.recording.features, undefined)
  assert.deepEqual(
    partly.recording.problems.map(({ part, message }) => `${part}: ${message}`),
    ['updates[0]: “KB1” is no number of an update', 'listeners[0]: transport is neither tcp nor udp'],
  )
})

test('never throws, whatever stands where', () => {
  const good = sample('windows-10-1607-open')
  const keys = [...Object.keys(good), 'system.build']
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 }), (key, value) => {
      read(key === 'system.build' ? { ...good, system: { ...good.system, build: value } } : { ...good, [key]: value })
    }),
    { numRuns: 500 },
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readWindowsRecording(bytes)))
})
