import { Type } from 'typebox'
import {
  type Board,
  BoardDocumentError,
  BoardError,
  boardDocumentSchema,
  changeBoard,
  chooseHome,
  createBoard,
  readBoardDocument,
  readBoards,
  readHomeBoard,
  removeBoard,
  starterBoards,
  twiceNamed,
  type Widget,
} from '../../../boards/index.ts'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { notFound, Problem, unprocessable } from '../../conventions/problem.ts'
import { many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { boardChange, boardRow, boardSchema, newBoard } from './board-schemas.ts'

const params = Type.Object({ board: Type.String({ maxLength: 40 }) })
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

/** Boards that people compose: kept, shared, begun with, given away as files and taken in. */
export const boardRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/boards',
    summary: 'Your boards and those of the tenant',
    permission: 'boards:read',
    reply: many(boardRow),
    async handle({ tx, caller }) {
      const boards = await readBoards(tx, caller.id)
      return {
        data: boards.map(({ widgets, ...board }) => ({ ...board, widgets: widgets.length })),
        page: { ...wholeList },
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/boards/starters',
    summary: 'Boards to begin with, as files',
    permission: 'boards:read',
    reply: one(Type.Array(Type.Object({ id: Type.String(), document: boardDocumentSchema }))),
    async handle() {
      return { data: Object.entries(starterBoards).map(([id, document]) => ({ id, document })) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/boards/home',
    summary: 'The board that you begin with; null for the usual start page',
    permission: 'boards:read',
    reply: one(orNull(boardSchema)),
    async handle({ tx, caller }) {
      const board = await readHomeBoard(tx, caller.id)
      return { data: board ? shown(board) : null }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/boards',
    summary: 'Keep a new board',
    permission: 'boards:write',
    body: newBoard,
    reply: one(Type.Object({ id: Type.String() })),
    status: 201,
    writes: true,
    async handle({ tx, caller, body }) {
      const { name, description = '', visibility = 'private', widgets } = body
      refuseTwice(widgets)
      const content = { name, description, visibility, widgets }
      return { data: await explained(() => createBoard(tx, content, writerOf(caller))) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/boards/import',
    summary: 'Keep a board that was given as a file',
    permission: 'boards:write',
    body: Type.Object({
      text: Type.String({
        maxLength: 1_000_000,
        description: 'The file: JSON or YAML. What is wrong is told with line and column.',
      }),
    }),
    reply: one(Type.Object({ id: Type.String() })),
    status: 201,
    writes: true,
    async handle({ tx, caller, body }) {
      const { name, description = '', widgets } = documentOf(body.text)
      const content = { name, description, visibility: 'private' as const, widgets }
      return { data: await explained(() => createBoard(tx, content, writerOf(caller))) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/boards/:board',
    summary: 'One board',
    permission: 'boards:read',
    params,
    reply: one(boardSchema),
    async handle({ tx, caller, params }) {
      return { data: shown(await find(tx, caller, params.board)) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/boards/:board/document',
    summary: 'One board as a file',
    permission: 'boards:read',
    params,
    reply: one(boardDocumentSchema),
    async handle({ tx, caller, params }) {
      const { name, description, widgets } = await find(tx, caller, params.board)
      return { data: { schemaVersion: 1 as const, name, description, widgets: [...widgets] } }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/boards/:board',
    summary: 'Change a board: yours, or one of the tenant',
    permission: 'boards:write',
    params,
    body: boardChange,
    reply: one(boardSchema),
    writes: true,
    async handle({ tx, caller, params, body }) {
      const board = await find(tx, caller, params.board)
      if (body.widgets) refuseTwice(body.widgets)
      await explained(() => changeBoard(tx, board.id, { ...board, ...body }, writerOf(caller)))
      return { data: shown(await find(tx, caller, board.id)) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/boards/:board',
    summary: 'Remove a board',
    permission: 'boards:write',
    params,
    reply: one(Type.Object({ removed: Type.Boolean() })),
    writes: true,
    async handle({ tx, caller, params }) {
      await explained(() => removeBoard(tx, params.board, writerOf(caller)))
      return { data: { removed: true } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/boards/:board/home',
    summary: 'Begin with a board, or no more: for yourself, or for everybody who chose nothing else',
    permission: 'boards:read',
    params,
    body: Type.Object({
      begin: Type.Boolean(),
      forAll: Type.Optional(Type.Boolean({ default: false, description: 'Takes the permission boards:share.' })),
    }),
    reply: one(boardSchema),
    writes: true,
    async handle({ tx, caller, params, body }) {
      const { begin, forAll = false } = body
      if (forAll && caller.scope !== undefined)
        throw new Problem(403, 'not-permitted', 'What everybody begins with is chosen by those who see everything.')
      await explained(() => chooseHome(tx, params.board, writerOf(caller), { begin, forAll }))
      return { data: shown(await find(tx, caller, params.board)) }
    },
  }),
]

async function find(tx: TenantTransaction, caller: Caller, id: string): Promise<Board> {
  const [board] = await readBoards(tx, caller.id, { id })
  if (!board) throw notFound('board')
  return board
}

function shown(board: Board) {
  return { ...board, widgets: [...board.widgets] }
}

function writerOf({ id, permissions }: Caller) {
  return { id, shares: permissions.has('boards:share') }
}

function refuseTwice(widgets: readonly Widget[]): void {
  const twice = twiceNamed(widgets)
  if (twice !== undefined)
    throw unprocessable('/body/widgets', 'id-taken', `Two widgets have the id "${twice}": give each its own.`)
}

function documentOf(text: string) {
  try {
    return readBoardDocument(text)
  } catch (error) {
    if (!(error instanceof BoardDocumentError)) throw error
    const errors = error.problems.map((message) => ({ pointer: '/body/text', code: 'invalid-board', message }))
    throw new Problem(422, 'invalid-request', error.message, { errors })
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BoardError)) throw error
    if (error.code === 'not-found') throw notFound('board')
    if (error.code === 'not-yours') throw new Problem(403, 'not-permitted', error.message)
    if (error.code === 'name-taken') throw new Problem(409, 'already-exists', error.message)
    throw unprocessable('/body', error.code, error.message)
  }
}
