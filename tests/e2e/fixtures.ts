// What every journey starts from. Controls are found by role and accessible name alone, so that
// whatever passes here can be used by keyboard and by assistive technology too.
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect } from '@playwright/test'
import { Backend } from '../support/backend.mjs'
import { App } from './app'

type Fixtures = {
  /** A backend with sample data that no other test sees. */
  backend: Backend
  /** The page, not yet opened; a test in which it panics fails. */
  app: App
}

export const test = base.extend<Fixtures>({
  backend: async ({}, use, info) => {
    const backend = await Backend.launch()
    await use(backend)
    if (info.status !== info.expectedStatus) await info.attach('backend.log', { body: backend.log.join('\n') })
    await backend.remove()
  },
  page: async ({ page }, use) => {
    const panics: string[] = []
    page.on('pageerror', (error) => panics.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && /panicked at/.test(message.text())) panics.push(message.text())
    })
    await use(page)
    expect(panics).toEqual([])
  },
  baseURL: async ({ backend }, use) => use(backend.url),
  app: async ({ page }, use) => use(new App(page)),
})

/** Fails on what axe finds against WCAG 2.2 AA in the page as it is now, but for these rules. */
export async function expectAccessible(app: App, without: string[] = []) {
  const { violations } = await new AxeBuilder({ page: app.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules(without)
    .analyze()
  const found = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join('\n  ')}`)
  expect(found).toEqual([])
}

export { expect, App, Backend }
