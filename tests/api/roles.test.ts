import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { permissionsOf, permitted, roles } from '@holdfast/platform/access'
import { sampleInstallation } from './sample-installation.ts'

const { server } = await sampleInstallation({ after })
const { permissions } = server.context

test('every permission that a route names is in a role, and every word of a role means a permission', () => {
  assert.ok(permissions.size > 20)
  const given = new Set(Object.keys(roles).flatMap((name) => [...permissionsOf(name, permissions)]))
  assert.deepEqual(
    [...permissions].filter((permission) => !given.has(permission)),
    [],
  )
  for (const [name, { permissions: gives, without = [] }] of Object.entries(roles))
    for (const pattern of [...gives, ...without])
      assert.ok(permitted([pattern], permissions).size > 0, `${name}: ${pattern} covers nothing that exists`)
})

test('roles that see no asset have no route that shows one', () => {
  const about = /^(assets|findings|home|sources|events|hosts|tags|jobs|views|boards|operations):/
  for (const name of ['user-administrator', 'contact', 'knowledge'])
    for (const permission of permissionsOf(name, permissions))
      assert.ok(!about.test(permission), `${name}: ${permission}`)
  for (const name of ['reader', 'auditor', 'remediation-user', 'contact', 'knowledge'])
    for (const permission of permissionsOf(name, permissions))
      assert.match(permission, /:read$|^views:|^boards:|^findings:request-exception$|^tickets:write$/, name)
})
