import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { execForm, readStages, textsOf } from '../../e2e/support/dockerfile.ts'
import { root } from '../setup/workspace.mjs'

const read = (file: string) => readFileSync(join(root, file), 'utf8')

const stages = readStages(root)
const last = stages.at(-1) ?? []
const of = (name: string, instructions = last) => textsOf(name, instructions)
const mentionsSecret = /certificate|secret|api_?key|app_?id|password/i

describe('the Dockerfile', () => {
  test('builds in one stage and ships another', () => {
    expect(stages).toHaveLength(2)
    for (const stage of stages) expect(of('FROM', stage)[0]).toMatch(/^node:22-slim( AS \w+)?$/)
  })

  test('bakes in no App ID, certificate or key', () => {
    for (const instruction of stages.flat()) {
      if (instruction.name === 'ARG' || instruction.name === 'ENV') {
        expect(instruction.text).not.toMatch(mentionsSecret)
      }
    }
    expect(of('ARG', stages.flat())).toEqual([])
  })

  test('does not run as root', () => {
    expect(of('USER')).toEqual(['node'])
  })

  test('listens beyond the loopback, where a published port reaches it', () => {
    expect(of('ENV').join(' ')).toContain('HOST=0.0.0.0')
    expect(of('EXPOSE')).toEqual(['8080'])
    expect(of('ENV').join(' ')).toContain('PORT=8080')
  })

  test('starts the command that the repository builds', () => {
    expect(execForm(of('CMD')[0])).toEqual(['node', 'packages/cli/dist/main.js', 'serve'])
    expect(existsSync(join(root, 'packages/cli/dist/main.js'))).toBe(true)
  })

  test('asks the server itself whether it lives', () => {
    const [program, flag, code] = execForm(of('HEALTHCHECK')[0])
    expect([program, flag]).toEqual(['node', '-e'])
    expect(code).toContain('/livez')
  })

  test('copies what there is, and nothing .dockerignore holds back', () => {
    const shown = new Set(
      read('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1)),
    )
    const [build = []] = stages
    const sources = of('COPY', build).flatMap((text) => text.split(' ').slice(0, -1))
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true)
      expect(shown, source).toContain(source)
    }
    for (const text of of('COPY')) expect(text).toMatch(/^--from=build \/app\//)
  })
})

test('.dockerignore holds back everything first, and every .env', () => {
  const lines = read('.dockerignore').split('\n')
  expect(lines.find((line) => line !== '' && !line.startsWith('#'))).toBe('*')
  expect(lines).toContain('**/.env*')
})

test('Heroku starts what the image starts', () => {
  expect(read('Procfile').trim()).toBe(`web: ${execForm(of('CMD')[0]).join(' ')}`)
})

test('app.json asks for the credentials and brings none', () => {
  const { env } = JSON.parse(read('app.json'))
  expect(Object.keys(env)).toEqual(['APP_ID', 'APP_CERTIFICATE', 'SYMBOLON_API_KEY', 'HOST'])
  for (const name of ['APP_ID', 'APP_CERTIFICATE', 'SYMBOLON_API_KEY']) {
    expect(env[name].value).toBeUndefined()
    expect(env[name].required).toBeUndefined() // required unless said otherwise
  }
  expect(env.SYMBOLON_API_KEY.generator).toBe('secret')
})
