// node tools/new-fact.ts <app> <noun>: a new fact type of an app, listed in its facts/index.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { camelCase, renderFolder, sentenceCase } from './render.ts'
import { targetRoot, usage } from './target.ts'

const [app = '', fact = ''] = process.argv.slice(2)
const root = targetRoot()
if (!/^[a-z][a-z0-9-]*$/.test(fact) || !existsSync(`${root}/apps/${app}/app.ts`))
  usage('node tools/new-fact.ts <existing-app> <kebab-case-noun>')

const name = camelCase(fact)
const type = name.charAt(0).toUpperCase() + name.slice(1)
const written = renderFolder('fact', `${root}/apps/${app}`, {
  app,
  fact,
  name,
  type,
  title: sentenceCase(fact),
  words: fact.replaceAll('-', ' '),
})

const index = `${root}/apps/${app}/facts/index.ts`
const text = readFileSync(index, 'utf8')
const imported = text.replace(/((?:^import .*\n)+)/m, `$1import { ${name}Fact } from './${fact}.ts'\n`)
const listed = imported.replace(
  /(facts\b[^=]*= )\[([^\]]*)\]/,
  (_, before: string, entries: string) =>
    `${before}[${[
      ...entries
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
      `${name}Fact`,
    ].join(', ')}]`,
)
writeFileSync(index, `${listed.trimEnd()}\nexport * from './${fact}.ts'\n`)
process.stdout.write(
  `${written.map((path) => path.slice(root.length + 1)).join('\n')}\nListed in apps/${app}/facts/index.ts. Write its fields, a sentence each, and an example.\n`,
)
