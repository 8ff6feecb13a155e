import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShortcutBook } from './shortcut-book.ts'
import { isSingleKey, matchesStroke } from './strokes.ts'

const stroke = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('strokes', () => {
  it('tell plain keys from held ones', () => {
    assert.ok(matchesStroke(stroke('j'), 'j'))
    assert.ok(!matchesStroke(stroke('j', { ctrlKey: true }), 'j'))
    assert.ok(!matchesStroke(stroke('J', { shiftKey: true }), 'j'))
    assert.ok(matchesStroke(stroke('J', { shiftKey: true }), 'shift+j'))
    assert.ok(matchesStroke(stroke('?', { shiftKey: true }), '?'))
    assert.ok(matchesStroke(stroke('k', { metaKey: true }), 'mod+k'))
    assert.ok(!matchesStroke(stroke('k', { metaKey: true, altKey: true }), 'mod+k'))
    assert.ok(matchesStroke(stroke('Escape'), 'escape'))
  })

  it('know which shortcuts dictation may trip over', () => {
    assert.ok(isSingleKey('g i'))
    assert.ok(!isSingleKey('mod+k'))
    assert.ok(!isSingleKey('escape'))
  })
})

describe('shortcut book', () => {
  const setUp = () => {
    const book = new ShortcutBook()
    const ran: string[] = []
    const bind = (keys: string, name = keys) =>
      book.bind({ keys, label: name, group: 'Test', run: () => ran.push(name) })
    return { book, ran, bind }
  }

  it('runs single strokes and two strokes in a row', () => {
    const { book, ran, bind } = setUp()
    bind('i')
    bind('g i')
    assert.ok(book.press(stroke('i'), 0))
    assert.ok(book.press(stroke('g'), 10))
    assert.ok(book.press(stroke('i'), 500))
    assert.deepEqual(ran, ['i', 'g i'])
  })

  it('forgets the first stroke after a while, and after a wrong second', () => {
    const { book, ran, bind } = setUp()
    bind('g i')
    book.press(stroke('g'), 0)
    assert.equal(book.press(stroke('i'), 5000), false)
    book.press(stroke('g'), 6000)
    book.press(stroke('x'), 6100)
    assert.equal(book.press(stroke('i'), 6200), false)
    assert.deepEqual(ran, [])
  })

  it('lets the latest binding win and gives the key back', () => {
    const { book, ran, bind } = setUp()
    bind('j', 'list')
    const release = bind('j', 'drawer')
    book.press(stroke('j'), 0)
    release()
    book.press(stroke('j'), 1)
    assert.deepEqual(ran, ['drawer', 'list'])
    assert.equal(book.list().length, 1)
  })

  it('leaves printable keys alone when they are switched off', () => {
    const { book, ran, bind } = setUp()
    bind('j')
    bind('g i')
    bind('mod+k')
    book.singleKeys = false
    assert.equal(book.press(stroke('j'), 0), false)
    assert.equal(book.press(stroke('g'), 1), false)
    assert.ok(book.press(stroke('k', { ctrlKey: true }), 2))
    assert.deepEqual(ran, ['mod+k'])
  })
})
