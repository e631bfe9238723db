// What the page says when something else than the product's own answers arrives.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

test('a link into a workgroup that cannot be seen gets an honest page', async ({ app, page }) => {
  await app.signInAs('Maren')
  await page.goto('/w/wg_nobody_has_this/settings')
  await expect(heading(page)).not.toHaveText('Workgroups')
  await expect(page).toHaveURL(/wg_nobody_has_this/)
  await expect(app.selector).not.toHaveAccessibleName(/Nordwind IT$/)
})

test('an address that means nothing says so', async ({ app, page }) => {
  await app.signInAs('Maren')
  await page.goto('/nothing/here')
  await expect(heading(page)).toHaveText(/not found|no page|nothing/i)
})

const STRANGE = {
  'HTML': { status: 200, contentType: 'text/html', body: '<h1>Welcome to the hotel</h1>' },
  'a bare 500': { status: 500, contentType: 'text/plain', body: '' },
  'an empty body': { status: 200, contentType: 'application/json', body: '' },
  'another shape': { status: 200, contentType: 'application/json', body: '{"items": 7}' },
}
for (const [what, answer] of Object.entries(STRANGE)) {
  test(`a backend that answers ${what} is reported, and trying again works`, async ({ app, page }) => {
    await app.signInAs('Maren')
    await page.route('**/api/v1/**', (route) => route.fulfill(answer))
    await page.reload()
    const again = page.getByRole('button', { name: /try again|retry|reload/i }).first()
    await expect(again).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('Welcome to the hotel')).toHaveCount(0)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await again.click()
    await expect(app.selector).toBeVisible()
  })
}

test('a browser without WebAssembly gets the page that says it is broken', async ({ backend, page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'))
  await page.goto(backend.url)
  await expect(page.getByRole('alertdialog', { name: 'This page has broken' })).toBeVisible()
})

test('a backend that is not there is reported with what to start', async ({ app, backend, page }) => {
  await app.signInAs('Maren')
  await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'))
  await page.reload()
  await expect(page.getByText(backend.url)).toBeVisible({ timeout: 30_000 })
})

test('a backend that never answers is given up on, not waited for', async ({ app, backend, page }) => {
  test.slow()
  await app.signInAs('Maren')
  await page.route('**/api/v1/**', () => {})
  await page.reload()
  await expect(page.getByText(backend.url)).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('button', { name: /try again|retry|reload/i }).first()).toBeVisible()
})

test('a config.json that is missing is reported', async ({ page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ status: 404, body: '' }))
  await page.goto('/')
  await expect(page.getByText(/config\.json/).first()).toBeVisible()
})

test('a config.json with a wrong value names the key', async ({ page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ contentType: 'application/json', body: '{"api_base": 7}' }))
  await page.goto('/')
  await expect(page.getByText(/api_base/).first()).toBeVisible()
})

test('a session that was lost in the middle of an edit keeps the text', async ({ app, context, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Kept')
  await context.clearCookies()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Sign in as Maren/ }).click()
  await app.saving(() => app.grid.getByRole('button', { name: /^(Save|Retry).*name/i }).first().click())
  await expect(app.name('Harbor Kept')).toBeVisible()
})
