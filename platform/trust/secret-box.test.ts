import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SecretBox } from './secret-box.ts'

const box = new SecretBox(Buffer.alloc(32, 1))

test('what is sealed opens with the same key at the same place, and nowhere else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, place) => {
      const sealed = box.seal(secret, place)
      assert.equal(box.open(sealed, place), secret.toWellFormed())
      assert.equal(box.open(sealed, `${place}x`), undefined)
      assert.equal(new SecretBox(Buffer.alloc(32, 2)).open(sealed, place), undefined)
    }),
  )
})

test('the same secret never looks the same, and a changed one does not open', () => {
  const sealed = box.seal('hunter2', 'here')
  assert.notEqual(sealed, box.seal('hunter2', 'here'))
  const bytes = Buffer.from(sealed, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = changed[at]! ^ 1
    assert.equal(box.open(changed.toString('base64url'), 'here'), undefined, `byte ${at}`)
  }
  assert.equal(box.open('', 'here'), undefined)
})
