import type { Menu as RealMenu, MenuItem as RealItem, MenuItemConstructorOptions } from 'electron';
import { app } from './app.ts';
import { LoudEmitter, refuse } from './refuse.ts';

export class MenuItem extends LoudEmitter {
  readonly id: string;
  readonly label: string;
  readonly submenu: Menu | null;
  readonly enabled: boolean;
  readonly accelerator: string | undefined;
  readonly #options: MenuItemConstructorOptions;

  constructor(options: MenuItemConstructorOptions) {
    super([]);
    this.#options = options;
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    this.enabled = options.enabled ?? true;
    this.accelerator = options.accelerator;
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : null;
  }

  click(): void {
    const { role, click, label } = this.#options;
    if (role === 'quit') app.quit();
    else if (role || !click) refuse(`a click on the menu item ${role ?? label}`);
    else click(this as unknown as RealItem, undefined, {});
  }
}

let applicationMenu: Menu | null = null;

export class Menu extends LoudEmitter {
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[] = []) {
    super([]);
    this.items = items;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map((options) => new MenuItem(options)));
  }
  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }
  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }
}

void (Menu satisfies Record<
  keyof Pick<typeof RealMenu, 'buildFromTemplate' | 'setApplicationMenu'>,
  unknown
>);
