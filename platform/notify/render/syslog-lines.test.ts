import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { octetCounted, syslogMessage } from '../send/syslog-frame.ts'
import { sampleMessage } from '../testing/sample-message.ts'
import { cef } from './cef.ts'
import { syslogLines } from './syslog-lines.ts'

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('|', '\\', '=', '\n', '\r', ' ', 'key=', 'a', ']', '"', '\u2028', '<34>1 '), {
      maxLength: 20,
    })
    .map((each) => each.join('')),
)

/** A reader of CEF as receivers write it: the header ends at seven pipes that are not escaped. */
function readCef(line: string) {
  const parts: string[] = []
  let part = ''
  let at = 0
  for (; at < line.length && parts.length < 7; at++) {
    if (line[at] === '\\') part += line[++at]
    else if (line[at] === '|') {
      parts.push(part)
      part = ''
    } else part += line[at]
  }
  const extension: Record<string, string> = {}
  const rest = line.slice(at)
  // A key is a word before an equals sign that is not escaped.
  const keys = [...rest.matchAll(/(?:^| )(\w+)(?<!\\)=/g)]
  for (const [index, match] of keys.entries()) {
    const raw = rest.slice(match.index + match[0].length, keys[index + 1]?.index ?? rest.length)
    extension[match[1]!] = raw.replace(/\\(.)/g, (_, each: string) => (each === 'n' ? '\n' : each))
  }
  return { parts, extension }
}

const flat = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed()

test('whatever is in a name, an entry of CEF is one line and is read back as it was', () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, (name, classId, value) => {
      const line = cef({ version: '1', classId, name, severity: 5, extension: { msg: value, dhost: 'web-1' } })
      assert.doesNotMatch(line, /[\r\n\u2028]/)
      const { parts, extension } = readCef(line)
      assert.deepEqual(parts.slice(4, 7), [flat(classId), flat(name), '5'])
      const lines = value.split(/\r\n|\r|\n/).map(flat)
      if (value !== '') assert.equal(extension.msg, lines.join('\n'), line)
      assert.equal(extension.dhost, 'web-1')
    }),
  )
})

test('an entry of syslog is one line with the header of RFC 5424, and its length is what it says', () => {
  fc.assert(
    fc.property(nasty, nasty, (host, text) => {
      const message = syslogMessage({
        facility: 16,
        severity: 3,
        at: '2026-01-01T00:00:00.000Z',
        host,
        app: 'holdfast',
        kind: 'alert',
        text,
      })
      const line = message.toString('utf8')
      assert.match(line, /^<131>1 2026-01-01T00:00:00\.000Z [\x21-\x7e]{1,255} holdfast - alert - \ufeff[^\r\n]*$/u)
      const framed = octetCounted(message)
      const [, length, rest] = /^(\d+) ([\s\S]*)$/.exec(framed.toString('latin1'))!
      assert.equal(rest!.length, Number(length))
    }),
  )
})

test('each item is an entry of its own with the id of the delivery', () => {
  const place = { id: 'dlv_1', server: 'https://h', host: 'server', version: '1' }
  const lines = syslogLines(sampleMessage, place, { format: 'cef', facility: 4 }).map(String)
  assert.equal(lines.length, 2)
  assert.match(lines[0]!, /^<34>1 .*CEF:0\|Holdfast\|Holdfast\|1\|finding\|SSH allows root\|10\|externalId=dlv_1 /)
  assert.match(lines[0]!, /dhost=web-1 .*cs1=Critical on web .*request=https:\/\/h\/findings\/fnd_1/)
  const plain = syslogLines(sampleMessage, place, { format: 'plain', facility: 4 }).map(String)
  assert.match(plain[1]!, /id=dlv_1 tenant=ten_1 alert=alr_1 \[low\] .* on web-2 .*https:\/\/h\/findings\/fnd_2$/)
})
