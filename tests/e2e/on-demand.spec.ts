// Parts of the page that are loaded when they are needed: what the first look fetches, and what
// becomes of a part that cannot be loaded.
import type { Request } from '@playwright/test'
import { patch, workgroup } from './api'
import { expect, test } from './fixtures'

const PART = /\/app-\w+\/(split|chunk)_\w+\.wasm$/

test('parts come by themselves, once the rows of a first look are shown', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('[role=row][aria-selected=true]')) return
      watch.disconnect()
      performance.mark('shown')
    })
    watch.observe(document, { childList: true, subtree: true, attributes: true })
  })
  await page.reload()
  const parts = () =>
    page.evaluate(() => {
      const [shown] = performance.getEntriesByName('shown')
      const fetched = performance.getEntriesByType('resource').filter(({ name }) => /\/(split|chunk)_\w+\.wasm$/.test(name))
      const early = fetched.filter(({ startTime }) => !shown || startTime < shown.startTime)
      const names = (all: PerformanceEntry[]) => all.map(({ name }) => name.slice(name.lastIndexOf('/') + 1))
      return { early: names(early), all: names(fetched) }
    })
  await expect.poll(async () => (await parts()).all).toEqual(expect.arrayContaining(['split_live.wasm', 'split_work.wasm']))
  const { early, all } = await parts()
  expect(early).toEqual([])
  expect(all.filter((name) => /split_(rare|people|invited)/.test(name))).toEqual([])
})

test('scripts, modules and looks may be kept for good, the page and its configuration are asked for', async ({ app, page }) => {
  const kept = new Map<string, string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (/(\.(js|wasm|css|json)|^\/)$/.test(pathname)) kept.set(pathname, response.headers()['cache-control'] ?? '')
  })
  await page.goto('/')
  await app.signInAs('Maren')
  await app.openSettings()
  await expect.poll(() => [...kept.keys()].some((path) => path.includes('split_work'))).toBe(true)
  const asked = [...kept].filter(([, how]) => how !== 'public, max-age=31536000, immutable')
  expect(asked.map(([path]) => path).sort()).toEqual(['/', '/config.json'])
  expect(asked.map(([, how]) => how)).toEqual(['no-cache', 'no-cache'])
})

test('where data is to be saved, what one works with waits for a person', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
  })
  const parts: string[] = []
  page.on('request', (request) => {
    if (PART.test(request.url())) parts.push(request.url())
  })
  await page.goto('about:blank')
  const followed = page.waitForRequest((request) => new URL(request.url()).pathname === '/api/v1/events')
  parts.length = 0
  await page.goto('/w/wg_nordwind/settings')
  await followed
  expect(parts.filter((part) => part.includes('split_work'))).toEqual([])
  await page.keyboard.press('Control')
  await expect.poll(() => parts.some((part) => part.includes('split_work'))).toBe(true)
})

test('what follows changes is fetched again when the connection is back, and tells what was missed', async ({ app, page }) => {
  let refused = 0
  await page.route('**/split_live.wasm', (route) => {
    refused++
    return route.abort()
  })
  await app.signInAs('Maren')
  await expect.poll(() => refused).toBe(1)
  const follows = (request: Request) => new URL(request.url()).pathname === '/api/v1/events'
  let followed = 0
  page.on('request', (request) => {
    if (follows(request)) followed++
  })
  await page.goto('/w/wg_nordwind/settings')
  await expect.poll(() => refused).toBe(2)
  await expect(app.name('Nordwind IT')).toBeVisible()
  await patch(page, await workgroup(page, 'Nordwind IT'), { name: 'Nordwind unheard' })
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0)
  expect(followed).toBe(0)

  await page.unroute('**/split_live.wasm')
  const badge = page.getByRole('banner').getByText('No connection')
  await page.context().setOffline(true)
  await expect(badge).toBeVisible()
  const asked = page.waitForRequest(follows)
  await page.context().setOffline(false)
  await asked
  await expect(badge).toBeHidden()
  await expect(app.name('Nordwind unheard')).toBeVisible()
  await patch(page, await workgroup(page, 'Nordwind unheard'), { name: 'Nordwind heard' })
  await expect(app.name('Nordwind heard')).toBeVisible()
})

test('a part that cannot be loaded says so and comes when it is tried again', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await page.route('**/split_work.wasm', (route) => route.abort())
  await page.reload()
  await app.selector.click()
  const failed = app.chooser.getByRole('alert')
  await expect(failed).toContainText('could not be loaded')
  await page.unroute('**/split_work.wasm')
  await failed.getByRole('button', { name: 'Retry' }).click()
  await expect(app.chooser.getByRole('combobox', { name: 'Search workgroups' })).toBeFocused()
  await expect(failed).toBeHidden()
})
