import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maybeFlag, maybeText, text, word } from './fields.ts'

/** Package URL types of what is told apart. */
export const softwareEcosystems = [
  'npm',
  'pypi',
  'gem',
  'maven',
  'golang',
  'composer',
  'cargo',
  'nuget',
  'conda',
  'hex',
  'pub',
  'cran',
  'hackage',
  'swift',
  'cocoapods',
  'conan',
  'generic',
  'github',
  'bitnami',
  'other',
] as const

/** Scopes: one per ecosystem, or one per bill of materials. */
export const softwareFact = defineFact('inventory', {
  name: 'inventory.software',
  version: 1,
  title: 'Software',
  summary: 'A library or program of a programming language that lies on the file system.',
  about: ['host', 'image', 'container'],
  key: ['path', 'name', 'slot'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      ecosystem: word(
        softwareEcosystems,
        'Package URL type of the language; other where it is none of those that are known.',
      ),
      name: text('Full name in its ecosystem: @scope/name, group:artifact, github.com/owner/module.'),
      version: maybeText('Version; absent where the installation does not say it.'),
      path: text(
        'What holds it: directory, archive (nested ones after "!") or binary: /srv/shop/app.war!/WEB-INF/lib/x.jar.',
      ),
      slot: maybeText('The version, where several versions of it lie in the same place; absent otherwise.'),
      purl: text('Package URL.'),
      development: maybeFlag('True where it is recorded as needed for development only.'),
      license: maybeText('Licence as the package states it.'),
      package: maybeText('Package of the operating system that installed it, where there is one.'),
    },
    { additionalProperties: false },
  ),
  example: {
    ecosystem: 'npm',
    name: 'lodash',
    version: '4.17.21',
    path: '/srv/shop/node_modules/lodash',
    purl: 'pkg:npm/lodash@4.17.21',
    license: 'MIT',
  },
})

export type Software = ItemOf<typeof softwareFact>
