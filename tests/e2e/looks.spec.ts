// Every screen in light, dark, on a narrow screen, at a zoom of 200 % and from right to left: no finding
// of axe, nothing cut off, nothing that the content security policy had to refuse.
import type { Page } from '@playwright/test'
import { workgroup } from './api'
import { App, expect, expectAccessible, test } from './fixtures'

const SCREENS: Record<string, (app: App) => Promise<unknown>> = {
  'sign-in': async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('button', { name: /^Sign in as/ }).first()).toBeVisible()
  },
  settings: async (app) => {
    await app.signInAs('Maren')
    await app.page.goto(app.page.url().replace(/(\/w\/[^/]+).*/, '$1/settings'))
    await expect(app.grid.getByRole('row').nth(1)).toBeVisible()
  },
  'cell refused': async (app) => {
    await SCREENS.settings(app)
    await app.grid.getByRole('button', { name: /^Name:/ }).first().click()
    await app.field('Name').fill(' ')
    await app.page.keyboard.press('Enter')
    await expect(app.field('Name')).toHaveAttribute('aria-invalid', 'true')
  },
  selector: async (app) => {
    await SCREENS.settings(app)
    await app.page.keyboard.press('ControlOrMeta+k')
    await expect(app.chooser.getByRole('option').first()).toBeVisible()
  },
  'add workgroup': async (app) => {
    await SCREENS.settings(app)
    await app.openAddWorkgroup()
  },
  people: async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nordwind/people')
    await expect(app.page.getByRole('grid', { name: 'Agents' }).getByRole('button', { name: /^Role:/ }).first()).toBeVisible()
  },
  'role open': async (app) => {
    await SCREENS.people(app)
    await app.page.getByRole('button', { name: /^Role:/ }).nth(1).click()
    await expect(app.page.getByRole('combobox', { name: 'Role' })).toBeFocused()
  },
  'deactivate': async (app) => {
    await SCREENS.people(app)
    await app.page.getByRole('button', { name: /^Deactivate / }).first().click()
    await expect(app.page.getByRole('dialog')).toBeVisible()
  },
  invitations: async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nordwind/people/invitations')
    await expect(app.page.getByRole('grid', { name: 'Invitations' }).getByText('nils.berg@example.com')).toBeVisible()
  },
  history: async (app) => {
    await SCREENS.invitations(app)
    await app.page.getByRole('button', { name: /History mia\.koch@example\.org$/ }).click()
    await expect(app.page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
  },
  invite: async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nordwind/people/invite')
    const dialog = app.page.getByRole('dialog', { name: 'Invite agents' })
    await dialog.getByRole('textbox', { name: 'Email addresses' }).fill('New <new@example.net>, hannah.schafer@example.com, nobody')
    await expect(dialog.getByText('Already a member')).toBeVisible()
  },
  activity: async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nordwind/activity')
    await expect(app.page.getByRole('heading', { level: 2 }).first()).toBeVisible()
  },
  'activity narrowed to nothing': async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nordwind/activity?to=2001-01-01')
    await expect(app.page.getByText('Nothing fits these filters.')).toBeVisible()
  },
  'invitations wait': async (app) => {
    await SCREENS['invitation'](app)
    await app.page.goto('/')
    await expect(app.selector).toBeVisible()
    await app.page.keyboard.press('Control')
    await expect(app.navigation.getByText('1 invitation waits for you')).toBeVisible()
    // It stands outside the pages about people, whose style sheet is not here.
    await expect(app.navigation.getByRole('list')).toHaveCSS('list-style-type', 'none')
  },
  invitation: async (app) => {
    await invite(app, 'aiko.tanaka@example.com')
    await app.page.request.delete('/api/v1/session', { headers: { 'x-workgroups-client': '1' } })
    await app.page.goto('/')
    await app.page.getByRole('button', { name: /^Sign in as Aiko/ }).click()
    await expect(app.page.getByRole('button', { name: 'Accept invitation' })).toBeVisible()
  },
  'invitation of somebody else': async (app) => {
    await invite(app, 'somebody.else@example.net')
    const link = app.page.getByRole('link', { name: /\/invitation#/ }).first()
    await expect(async () => {
      await app.page.goto('/mailbox')
      await expect(link).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 10_000 })
    await app.page.goto((await link.getAttribute('href'))!)
    await expect(app.page.getByRole('button', { name: 'Switch account' })).toBeVisible()
  },
  'no such workgroup': async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nobody_has_this/settings')
    await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible()
  },
}

/** Maren invites an address into a workgroup that only she is in. */
async function invite(app: App, email: string) {
  await app.signInAs('Maren')
  const { id } = await workgroup(app.page, 'Harbor Clinics')
  const answer = await app.page.request.post(`/api/v1/workgroups/${id}/invitations`, {
    headers: { 'x-workgroups-client': '1', 'idempotency-key': crypto.randomUUID() },
    data: { invitations: [{ email, role: 'manager' }] },
  })
  expect(answer.ok()).toBe(true)
}

/** Heights of rows that are not what the list takes them to have. */
async function otherHeights(page: Page) {
  return page.locator('.rows > .tr:not([hidden])').evaluateAll((rows) =>
    rows
      .map((row) => ({ is: (row as HTMLElement).offsetHeight, expected: parseInt(getComputedStyle(row).getPropertyValue('--row')) }))
      .filter(({ is, expected }) => is !== expected),
  )
}

const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  narrow: { colorScheme: 'light', viewport: { width: 380, height: 740 } },
  enlarged: { colorScheme: 'light', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  mirrored: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
} as const

/** Has the page written from right to left, as in a language that is. */
const mirror = () => {
  const { setAttribute } = Element.prototype
  Element.prototype.setAttribute = function (name, value) {
    setAttribute.call(this, name, name === 'dir' && this === document.documentElement ? 'rtl' : value)
  }
}

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(look, () => {
    test.use(use)
    if (look === 'mirrored') test.beforeEach(({ page }) => page.addInitScript(mirror))
    for (const [screen, open] of Object.entries(SCREENS)) {
      test(screen, async ({ app, page }, info) => {
        const refused: string[] = []
        page.on('console', (message) => {
          if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) refused.push(message.text())
        })
        await open(app)
        await page.screenshot({ path: info.outputPath('screen.png') }) // to be looked at, in test-results
        await expectAccessible(app)
        const { scrollWidth, clientWidth } = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement
          return { scrollWidth, clientWidth }
        })
        expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
        await expect(page.locator('html')).toHaveCSS('direction', look === 'mirrored' ? 'rtl' : 'ltr')
        expect(await otherHeights(page)).toEqual([])
        expect(refused).toEqual([])
      })
    }
  })
}
