// Every screen in light, dark and on a narrow screen: no finding of axe, nothing cut off, nothing
// that the content security policy had to refuse.
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
    await expect(app.page.getByRole('grid', { name: 'Agents' }).getByText('Tomás Rivera')).toBeVisible()
  },
  'role open': async (app) => {
    await SCREENS.people(app)
    await app.page.getByRole('button', { name: /^Role:/ }).nth(2).click()
    await expect(app.page.getByRole('combobox', { name: 'Role' })).toBeFocused()
  },
  'deactivate': async (app) => {
    await SCREENS.people(app)
    await app.page.getByRole('button', { name: 'Deactivate Tomás Rivera' }).click()
    await expect(app.page.getByRole('dialog')).toBeVisible()
  },
  'no such workgroup': async (app) => {
    await app.signInAs('Maren')
    await app.page.goto('/w/wg_nobody_has_this/settings')
    await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible()
  },
}

const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  narrow: { colorScheme: 'light', viewport: { width: 380, height: 740 } },
} as const

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(look, () => {
    test.use(use)
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
        expect(refused).toEqual([])
      })
    }
  })
}
