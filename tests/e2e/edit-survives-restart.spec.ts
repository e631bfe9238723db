// The purpose of the product: what was typed is in a real database.
import { expect, test } from './fixtures'

for (const [ending, way] of [['stopped', 'stop'], ['killed', 'kill']] as const) {
  test(`a name and a rate are still there after the server was ${ending}`, async ({ app, backend, page }) => {
    await app.signInAs('Maren')
    await app.openSettings()
    const name = app.grid.getByRole('button', { name: /^Name:/ }).first()
    const renamed = `Nordlicht ${ending}`

    // As the purpose has it: click, type, Enter. The click selects what was there.
    await name.click()
    await expect(app.field('Name')).toBeFocused()
    await page.keyboard.type(renamed)
    await app.saving(() => page.keyboard.press('Enter'))
    await expect(app.name(renamed)).toBeFocused()

    await app.cost(renamed).click()
    await expect(app.field('Default agent cost')).toBeFocused()
    await page.keyboard.type('91.25')
    await app.saving(() => page.keyboard.press('Enter'))
    await expect(app.cost(renamed)).toHaveText(/91\.25/)

    await backend[way]()
    await backend.start()
    await page.reload()
    await expect(app.name(renamed)).toBeVisible()
    await expect(app.cost(renamed)).toHaveText(/91\.25/)
  })
}
