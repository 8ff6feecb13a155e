import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { runCheckFixtures } from '@holdfast/platform/content'
import type { App, CliFace, EdgeFace, FactType, ServerFace } from '@holdfast/platform/contract'
import { fakeWorld, runCollector } from '@holdfast/platform/world'
import { Compile } from 'typebox/compile'
import { strangersIn } from './import-graph.ts'

const headings = ['Question', 'Facts', 'Checks', 'Screens', 'Command line', 'Limits']

/** The apps of a checkout, by folder. */
export function appFolders(root: string): string[] {
  return readdirSync(`${root}/apps`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${root}/apps/${entry.name}/app.ts`))
    .map(({ name }) => name)
    .sort()
}

/** What is wrong with one app: the contract that every app keeps, each broken rule as one sentence. */
export async function appProblems(root: string, name: string): Promise<string[]> {
  const folder = `${root}/apps/${name}`
  const load = async <T>(file: string): Promise<T | undefined> =>
    existsSync(`${folder}/${file}`) ? ((await import(pathToFileURL(`${folder}/${file}`).href)) as T) : undefined
  const app = (await load<{ app: App }>('app.ts'))?.app
  if (!app) return [`apps/${name}/app.ts exports no app`]
  const edge = (await load<{ edge: EdgeFace }>('edge.ts'))?.edge
  const server = (await load<{ server: ServerFace }>('server.ts'))?.server
  const cli = (await load<{ cli: CliFace }>('cli.ts'))?.cli
  const web = existsSync(`${folder}/web.tsx`)
  return [
    ...(app.id === name ? [] : [`the id ${app.id} is not the name of its folder ${name}`]),
    ...readmeProblems(folder),
    ...leftovers(folder),
    ...listProblems(root, name, { edge: !!edge, server: !!server, cli: !!cli, web }),
    ...exampleProblems(app),
    ...(edge ? await declineProblems(edge) : []),
    ...(server
      ? [...routeProblems(app, server), ...(server.migrations ? tableProblems(name, server.migrations.href) : [])]
      : []),
    ...(server
      ? (await runCheckFixtures(server, await neededFacts(root, app))).flatMap(({ check, name, problems }) =>
          problems.map((problem) => `${check}, ${name}: ${problem}`),
        )
      : []),
    ...(edge
      ? strangersIn(`${folder}/edge.ts`, /^(react|@mantine|pg$|fastify|kysely|graphile)/).map(
          (found) => `the edge face bundles ${found}`,
        )
      : []),
    ...(web
      ? strangersIn(`${folder}/web.tsx`, /^(node:|pg$|fastify|koffi|kysely)/).map(
          (found) => `the web face bundles ${found}`,
        )
      : []),
  ]
}

/** The facts of the apps that it says it needs. */
async function neededFacts(root: string, { needs }: App): Promise<readonly FactType[]> {
  const apps = await Promise.all(
    needs.map(async (name) => ((await import(pathToFileURL(`${root}/apps/${name}/app.ts`).href)) as { app: App }).app),
  )
  return apps.flatMap(({ facts }) => facts)
}

function readmeProblems(folder: string): string[] {
  const found = [...readFileSync(`${folder}/README.md`, 'utf8').matchAll(/^## (.+)$/gm)].map((match) => match[1])
  return found.join() === headings.join()
    ? []
    : [`the headings of README.md must be ${headings.join(' · ')}, they are ${found.join(' · ')}`]
}

/** Words that the generators leave where somebody must write. */
function leftovers(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(tsx?|ya?ml|md|json|sql)$/.test(entry.name),
  )
  return files.flatMap(({ parentPath, name }) =>
    /\{\{\w+\}\}|\bREPLACE_ME\b/.test(readFileSync(`${parentPath}/${name}`, 'utf8'))
      ? [`${name} still holds words of the template`]
      : [],
  )
}

function listProblems(
  root: string,
  name: string,
  faces: Readonly<Record<'edge' | 'server' | 'cli' | 'web', boolean>>,
): string[] {
  return Object.entries(faces).flatMap(([face, exists]) => {
    const listed = readFileSync(`${root}/apps/${face}.ts`, 'utf8').includes(`'@holdfast/${name}/${face}'`)
    if (exists && !listed) return [`apps/${face}.ts does not list it`]
    return !exists && listed ? [`apps/${face}.ts lists it, and it has no such face`] : []
  })
}

function exampleProblems(app: App): string[] {
  return [...app.facts, ...app.events].flatMap(({ name, schema, example }) => {
    const errors = [...Compile(schema).Errors(example)]
    return errors.length > 0 ? [`the example of ${name} does not fit its schema: ${JSON.stringify(errors[0])}`] : []
  })
}

/** In a world that grants nothing a collector says what it could not see; it neither throws nor claims to have seen all. */
async function declineProblems(edge: EdgeFace): Promise<string[]> {
  const problems: string[] = []
  for (const collector of edge.collectors) {
    if (collector.requires.length === 0)
      problems.push(`collector ${collector.id} requires nothing, so it cannot have looked`)
    for await (const observed of runCollector(
      collector,
      fakeWorld({ files: {}, grants: [] }),
      new AbortController().signal,
    )) {
      if (observed.type === 'facts')
        problems.push(`collector ${collector.id} states ${observed.fact} in a world that grants nothing`)
      if (observed.type === 'problem' && observed.reason === 'failed')
        problems.push(`collector ${collector.id} throws: ${observed.detail}`)
    }
  }
  return problems
}

function routeProblems(app: App, server: ServerFace): string[] {
  return server.routes.flatMap(({ method, path, permission, summary }) => {
    const where = `route ${method} ${path}`
    return [
      ...(permission ? [] : [`${where} names no permission`]),
      ...(summary ? [] : [`${where} has no summary`]),
      ...(path.startsWith(`/${app.id}`) || path.startsWith('/assets/')
        ? []
        : [`${where} does not begin with /${app.id}`]),
    ]
  })
}

function tableProblems(name: string, href: string): string[] {
  const folder = new URL(href)
  const prefix = `${name.replaceAll('-', '_')}_`
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) =>
      [
        ...readFileSync(new URL(file, `${folder.href.replace(/\/?$/, '/')}`), 'utf8').matchAll(
          /create\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_0-9.]+)/gi,
        ),
      ].map((match) => match[1] ?? ''),
    )
    .filter((table) => !table.startsWith(prefix))
    .map((table) => `table ${table} does not begin with ${prefix}`)
}
