import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeUtf8 } from '../text/index.ts'
import { ecosystemOf, identifyOperatingSystem, releaseFiles } from './index.ts'

function identify(files: Readonly<Record<string, string>>) {
  return identifyOperatingSystem(new Map(Object.entries(files).map(([path, text]) => [path, encodeUtf8(text)])))
}

test('os-release with quotes, escapes and the point release beside it', () => {
  const { system, problems } = identify({
    '/etc/os-release':
      'NAME="Debian \\"GNU\\"/Linux"\nVERSION_ID=\'12\'\n# x\nVERSION_CODENAME=bookworm\nID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nnonsense\n',
    '/etc/debian_version': '12.5\n',
  })
  assert.deepEqual(system, {
    id: 'debian',
    base: 'debian',
    name: 'Debian "GNU"/Linux',
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
    version: '12',
    pointRelease: '12.5',
    codename: 'bookworm',
    variant: undefined,
    supportEnd: undefined,
    from: '/etc/os-release',
  })
  assert.ok(system)
  assert.equal(ecosystemOf(system), 'Debian')
  assert.deepEqual(problems, [{ message: 'a line that is not NAME=value', line: 7, part: '/etc/os-release' }])
})

test('derivatives are based on what they are like', () => {
  const { system } = identify({ '/etc/os-release': 'ID=mine\nID_LIKE="other ubuntu debian"\nVERSION_ID=3\n' })
  assert.equal(system?.id, 'mine')
  assert.equal(system?.base, 'ubuntu')
})

test('older systems', () => {
  assert.equal(identify({ '/etc/debian_version': 'trixie/sid\n' }).system?.codename, 'trixie')
  assert.equal(identify({ '/etc/debian_version': '7.11\n' }).system?.version, '7')
  assert.equal(identify({ '/etc/alpine-release': '3.2.3\n' }).system?.id, 'alpine')
  assert.deepEqual(
    ((system) => [system?.id, system?.version])(
      identify({ '/etc/SuSE-release': 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n' })
        .system,
    ),
    ['sles', '11.4'],
  )
})

test('nothing known is said to be unknown', () => {
  const { system, problems } = identify({})
  assert.equal(system, undefined)
  assert.equal(problems.length, 1)
})

test('hostile files never throw', () => {
  const text = fc.array(
    fc.constantFrom('ID', '=', '"', "'", '\\', '\n', 'debian', ' release ', '7', '(', ')', 'cpe:/o', ':', '\0'),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(...releaseFiles),
        text.map((pieces) => pieces.join('')),
      ),
      (files) => {
        identify(files)
      },
    ),
    { numRuns: 2000 },
  )
})
