// node tools/new-app.ts <id> "<The question it answers?>": a new app that keeps the contract and does nothing yet.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { camelCase, renderFolder, sentenceCase } from './render.ts'
import { targetRoot, usage } from './target.ts'

const [id = '', question = ''] = process.argv.slice(2)
if (!/^[a-z][a-z0-9-]*$/.test(id) || !question.endsWith('?'))
  usage('node tools/new-app.ts <kebab-case-id> "<The question it answers?>"')
const root = targetRoot()
if (existsSync(`${root}/apps/${id}`)) usage(`apps/${id} exists already`)

const written = renderFolder('app', `${root}/apps/${id}`, {
  app: id,
  title: sentenceCase(id),
  question: question.replaceAll("'", '’'),
})
for (const face of ['edge', 'server'] as const) list(face)
process.stdout.write(
  `${written.map((path) => path.slice(root.length + 1)).join('\n')}\nListed in apps/edge.ts and apps/server.ts. Run npm install once, so that its package name resolves.\n`,
)

/** Adds an import and an entry to the explicit list of a face. */
function list(face: 'edge' | 'server'): void {
  const path = `${root}/apps/${face}.ts`
  const name = camelCase(id)
  const text = readFileSync(path, 'utf8')
  const listed = text
    .replace(/((?:^import .*\n)+)/m, `$1import { ${face} as ${name} } from '@holdfast/${id}/${face}'\n`)
    .replace(
      /(Faces\b[^=]*= )\[([^\]]*)\]/,
      (_, before: string, entries: string) =>
        `${before}[${[
          ...entries
            .split(',')
            .map((entry) => entry.trim())
            .filter(Boolean),
          name,
        ].join(', ')}]`,
    )
  writeFileSync(path, listed)
}
