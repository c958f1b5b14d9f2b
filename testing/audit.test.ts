import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gravelyIn } from './audit.ts'

const found = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: { left: { name: 'left', severity, range: '<2.0.0' } },
    metadata: { vulnerabilities: {} },
  })

describe('known holes', () => {
  it.each(['high', 'critical'])('a %s one is told, with its package', (severity) => {
    expect(gravelyIn(found(severity))).toEqual([`left <2.0.0 (${severity})`])
  })
  it.each(['low', 'moderate'])('a %s one stops nobody', (severity) => {
    expect(gravelyIn(found(severity))).toEqual([])
  })
  it.each(['', 'not json', '{"message":"405 Method Not Allowed","error":{}}', '{}'])(
    'no answer is none: %s',
    (output) => expect(gravelyIn(output)).toBeNull(),
  )
})

describe('what we lean on by hand', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>
  }
  const installed = (name: string) =>
    JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
      version: string
      dependencies?: Record<string, string>
    }

  it('every version is said exactly', () => {
    expect(Object.entries(dependencies).filter(([, version]) => !/^\d/.test(version))).toEqual([])
  })

  // The engine that applies migrations is Prisma's own inside, made for one version of its client (decision 070).
  it('Prisma’s schema engine is the one of its client', () => {
    const client = dependencies['@prisma/client'] ?? ''
    for (const name of ['prisma', '@prisma/adapter-pg', '@prisma/driver-adapter-utils'])
      expect(dependencies[name], name).toBe(client)
    expect(dependencies['@prisma/schema-engine-wasm']?.split('-')[0]).toBe(client)
    expect(dependencies['@prisma/schema-engine-wasm']).toBe(
      installed('@prisma/engines').dependencies?.['@prisma/engines-version'],
    )
  })

  it('and it takes what we give it', async () => {
    const engine = (await import('@prisma/schema-engine-wasm')) as Record<string, unknown>
    expect(Object.keys(engine)).toContain('SchemaEngine')
  })
})
