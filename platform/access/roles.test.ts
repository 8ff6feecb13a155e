import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitedTo, mayGive, permissionsOf, roles } from './index.ts'

const all = [
  'assets:read',
  'assets:write',
  'findings:accept',
  'members:read',
  'members:write',
  'owners:write',
  'audit:read',
  'tenant:read',
] as const

test('a manager may everything but make owners, and only owners may that', () => {
  const owner = permissionsOf('owner', all)
  const manager = permissionsOf('manager', all)
  assert.equal(owner.size, all.length)
  assert.deepEqual(
    all.filter((permission) => !manager.has(permission)),
    ['owners:write'],
  )
  for (const name of Object.keys(roles))
    assert.equal(permissionsOf(name, all).has('owners:write'), name === 'owner', name)
})

test('who manages people gives no role that manages people and may more', () => {
  const of = (role: string) => permissionsOf(role, all)
  const gives = (giver: string) => Object.keys(roles).filter((role) => mayGive(of(giver), of(role)))
  assert.deepEqual(gives('owner'), Object.keys(roles))
  assert.deepEqual(
    gives('manager'),
    Object.keys(roles).filter((role) => role !== 'owner'),
  )
  assert.deepEqual(
    gives('user-administrator'),
    Object.keys(roles).filter((role) => !['owner', 'manager', 'unit-manager'].includes(role)),
  )
  // Of somebody limited, who manages people that see no more.
  const limitedOf = (role: string) => limitedTo(of(role))
  assert.equal(mayGive(limitedOf('unit-manager'), limitedOf('unit-manager')), true)
  assert.equal(limitedOf('owner').has('audit:read'), false)
})

test('a role of one’s own gives what its patterns cover, whatever role of the product has its name', () => {
  assert.deepEqual(
    [...permissionsOf('own-night-shift', all, ['*:read'])],
    ['assets:read', 'members:read', 'audit:read', 'tenant:read'],
  )
  assert.equal(permissionsOf('own-night-shift', all).size, 0)
  assert.deepEqual([...permissionsOf('owner', all, ['assets:read'])], ['assets:read'])
})
