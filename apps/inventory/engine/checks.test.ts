import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCheckFixtures } from '@holdfast/platform/content'
import { server } from '../server.ts'

for (const { check, name, problems } of await runCheckFixtures(server))
  test(`${check}: ${name}`, () => assert.deepEqual(problems, []))
