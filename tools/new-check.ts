// node tools/new-check.ts <app> <statement> <fact>: words, logic and proof of a new check, under one stem.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { camelCase, renderFolder, sentenceCase } from './render.ts'
import { targetRoot, usage } from './target.ts'

const [app = '', stem = '', fact = ''] = process.argv.slice(2)
const root = targetRoot()
if (!/^[a-z][a-z0-9-]*$/.test(stem) || !existsSync(`${root}/apps/${app}/app.ts`))
  usage('node tools/new-check.ts <existing-app> <statement-in-kebab-case> <app.fact-it-reads>')
const manifest = (await import(pathToFileURL(`${root}/apps/${app}/app.ts`).href)) as {
  app: { facts: readonly { name: string; example: unknown }[] }
}
const type = manifest.app.facts.find(({ name }) => name === fact)
if (!type) usage(`${app} has no fact ${fact}; it has: ${manifest.app.facts.map(({ name }) => name).join(', ')}`)

const name = camelCase(stem)
const written = renderFolder('check', `${root}/apps/${app}`, {
  app,
  stem,
  fact,
  name,
  title: sentenceCase(stem),
  today: new Date().toISOString().slice(0, 10),
  passing: JSON.stringify(type.example),
})

const path = `${root}/apps/${app}/server.ts`
let text = readFileSync(path, 'utf8').replace(
  /((?:^import .*\n)+)/m,
  `$1import { ${name} } from './engine/${stem}.ts'\n`,
)
text = text.replace(
  /judges: \[([^\]]*)\]/,
  (_, entries: string) =>
    `judges: [${[
      ...entries
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
      name,
    ].join(', ')}]`,
)
if (!/\bchecks:/.test(text)) text = text.replace(/judges:/, "checks: new URL('content', import.meta.url), judges:")
writeFileSync(path, text)
process.stdout.write(
  `${written.map((file) => file.slice(root.length + 1)).join('\n')}\nListed in apps/${app}/server.ts. Write why it matters, the remedy, the source, and the real rule; the contract tests refuse what the template left.\n`,
)
